import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { Tabs } from "./tabs.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the line scrolls to the open tab again when the window becomes narrower", async () => {
  let resized: () => void = () => undefined;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(call: () => void) {
        resized = call;
      }
      observe() {}
      disconnect() {}
    },
  );
  const items = ["profile", "audit"].map((key) => ({ key, label: key, to: `/users/mara/${key}` }));
  await renderPart(<Tabs label="User" items={items} current="audit" />);
  const tab = screen.getByRole("link", { name: "audit" }).parentElement;
  vi.spyOn(tab ?? document.body, "offsetLeft", "get").mockReturnValue(424);

  act(() => resized());

  expect(screen.getByRole("navigation", { name: "User" }).scrollLeft).toBe(400);
});
