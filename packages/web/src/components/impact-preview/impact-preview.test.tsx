import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubMedia } from "../../testing/media.ts";
import { renderPart } from "../../testing/render.tsx";
import { ImpactPreview } from "./impact-preview.tsx";

beforeEach(() => stubMedia());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("everybody who loses something can be read by name", async () => {
  const names = ["ada", "jo", "kim", "mara"];
  const losses = names.map((username) => ({
    userId: username,
    username,
    resource: "template",
    actions: ["update"],
    where: "Design",
  }));
  await renderPart(<ImpactPreview impact={{ gains: [], losses, users: 4, truncated: false }} />);
  screen.getByText("ada, jo");

  await userEvent.click(
    screen.getByRole("button", { name: "+2 more: Who loses template:update · Design" }),
  );

  const panel = within(await screen.findByRole("dialog", { name: /Who loses/ }));
  expect(panel.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual(names);
});
