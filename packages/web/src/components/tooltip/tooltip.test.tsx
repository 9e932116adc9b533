import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { show } from "../../testing/render.tsx";
import { Tooltip } from "./tooltip.tsx";
import { placeBeside } from "./tooltip-box.tsx";

afterEach(cleanup);

describe("where a tooltip stands", () => {
  const view = { width: 400, height: 300 };
  const box = { width: 100, height: 20 };
  const at = (left: number, top: number) => ({ left, top, width: 40, height: 20 });

  test("above its element, in the middle", () => {
    expect(placeBeside("top", at(180, 100), box, view)).toEqual({ left: 150, top: 74 });
  });

  test("below, where it would leave the window at the top", () => {
    expect(placeBeside("top", at(180, 10), box, view)).toEqual({ left: 150, top: 36 });
  });

  test("pushed in from the side, never over the edge", () => {
    expect(placeBeside("top", at(0, 100), box, view).left).toBe(8);
    expect(placeBeside("top", at(380, 100), box, view).left).toBe(292);
  });

  test("on the other side of the rail when the window ends there", () => {
    expect(placeBeside("right", at(330, 100), box, view).left).toBe(224);
  });
});

describe("a tooltip", () => {
  const button = (
    <Tooltip text="Another owner can do that.">
      <button type="button">Suspend</button>
    </Tooltip>
  );

  test("shows on focus, goes with Escape, and the element keeps the focus", async () => {
    const { user } = show(button);

    await user.tab();
    expect(screen.getByRole("tooltip").textContent).toBe("Another owner can do that.");
    await user.keyboard("{Escape}");

    expect(screen.queryByRole("tooltip")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button"));
  });

  test("shows after a while under the pointer and can be hovered itself", async () => {
    const { user } = show(button);

    await user.hover(screen.getByRole("button"));
    const tooltip = await screen.findByRole("tooltip");
    await user.hover(tooltip);

    expect(screen.getByRole("tooltip")).toBe(tooltip);
    await user.unhover(tooltip);
    await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  });

  test("goes when the element is pressed", async () => {
    const { user } = show(button);
    await user.tab();

    await user.click(screen.getByRole("button"));

    expect(screen.queryByRole("tooltip")).toBeNull();
  });

  test("with nothing to say there is none", async () => {
    const { user } = show(
      <Tooltip text={undefined}>
        <button type="button">Suspend</button>
      </Tooltip>,
    );

    await user.tab();

    expect(screen.queryByRole("tooltip")).toBeNull();
  });
});
