import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { connection } from "../../lib/connection.ts";
import { show } from "../../testing/render.tsx";
import { Switch } from "./switch.tsx";

afterEach(() => {
  cleanup();
  connection.found();
});

test("while the server cannot be reached, what it keeps is refused with that reason", async () => {
  const [onHint, onKeys] = [vi.fn(), vi.fn()];
  connection.lost();
  const { user } = show(
    <>
      <Switch label="Hint" checked={false} onChange={onHint} />
      <Switch label="Shortcuts" writes={false} checked={false} onChange={onKeys} />
    </>,
  );
  const hint = screen.getByRole("switch", { name: "Hint" });

  await user.click(hint);
  await user.click(screen.getByRole("switch", { name: "Shortcuts" }));

  expect(onHint).not.toHaveBeenCalled();
  expect(onKeys).toHaveBeenCalledExactlyOnceWith(true);
  const described = document.getElementById(hint.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("No connection. Changes are not saved.");

  act(() => connection.found());
  await user.click(hint);
  expect(onHint).toHaveBeenCalledExactlyOnceWith(true);
});
