import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { GetStarted } from "./get-started.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});
beforeEach(() => localStorage.clear());

describe("the first steps", () => {
  test("are not there once they were seen complete or dismissed", async () => {
    localStorage.setItem("gh.started", "1");

    await renderPart(<GetStarted />);

    expect(screen.queryByText(/Get started/)).toBeNull();
  });

  test("say nothing of a step whose answer is not there yet", async () => {
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    await renderPart(<GetStarted />);

    expect(screen.getByRole("heading", { name: "Get started" })).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Create user" })).toBeNull();
    expect(screen.getByText("Invite people")).toBeTruthy();
  });
});
