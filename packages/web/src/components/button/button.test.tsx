import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { connection } from "../../lib/connection.ts";
import { show } from "../../testing/render.tsx";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";

afterEach(cleanup);

test("a refused button can be focused, says why, and does nothing", async () => {
  const onClick = vi.fn();
  const { user } = show(
    <Button onClick={onClick} disabledReason="Another owner can do that.">
      Suspend mara
    </Button>,
  );
  const button = screen.getByRole("button", { name: "Suspend mara" });

  await user.tab();
  await user.keyboard("{Enter}");
  await user.click(button);

  expect(document.activeElement).toBe(button);
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(button).toHaveProperty("disabled", false);
  const described = document.getElementById(button.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("Another owner can do that.");
  expect(onClick).not.toHaveBeenCalled();
});

test("a refused submit button does not submit its form", async () => {
  const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  const { user } = show(
    <form onSubmit={onSubmit}>
      <Button type="submit" disabledReason="Type mara first.">
        Delete mara
      </Button>
    </form>,
  );

  await user.click(screen.getByRole("button"));

  expect(onSubmit).not.toHaveBeenCalled();
});

test("a pending button keeps its words, is busy and ignores repeats", async () => {
  const onClick = vi.fn();
  const { user } = show(
    <Button pending onClick={onClick}>
      Save changes
    </Button>,
  );
  const button = screen.getByRole("button", { name: "Save changes" });

  await user.click(button);

  expect(button.getAttribute("aria-busy")).toBe("true");
  expect(onClick).not.toHaveBeenCalled();
});

test("an icon alone has a name", () => {
  show(<IconButton label="More actions for mara" icon={<svg aria-hidden="true" />} />);

  expect(screen.getByRole("button", { name: "More actions for mara" })).toBeDefined();
});

test("while the server cannot be reached, what writes is refused with that reason", async () => {
  const onSubmit = vi.fn((event: Event) => event.preventDefault());
  connection.lost();
  const { user } = show(
    <form onSubmit={(event) => onSubmit(event.nativeEvent)}>
      <Button>Show details</Button>
      <Button type="submit">Save changes</Button>
    </form>,
  );

  const save = screen.getByRole("button", { name: "Save changes" });
  await user.click(save);

  expect(onSubmit).not.toHaveBeenCalled();
  const described = document.getElementById(save.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("No connection. Changes are not saved.");
  const other = screen.getByRole("button", { name: "Show details" });
  expect(other.getAttribute("aria-disabled")).toBeNull();
  act(() => connection.found());
  await user.click(save);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});
