import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { connection } from "../../lib/connection.ts";
import { show } from "../../testing/render.tsx";
import { Menu } from "./menu.tsx";

afterEach(cleanup);

const onRename = vi.fn();

function shown() {
  const { user } = show(
    <>
      <Menu
        label="Actions for mara"
        items={[
          [
            { label: "Rename…", onSelect: onRename },
            { label: "Suspend", reason: "You cannot change yourself." },
          ],
          [{ label: "Delete…", danger: true }],
        ]}
      >
        <button type="button">More</button>
      </Menu>
      <button type="button">Elsewhere</button>
    </>,
  );
  return { user, button: screen.getByRole("button", { name: "More" }) };
}

const entries = () => screen.getAllByRole("menuitem").map(({ textContent }) => textContent);

test("the button says that it has a menu and whether it is open", async () => {
  const { user, button } = shown();
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  expect(button.getAttribute("aria-expanded")).toBe("false");

  await user.click(button);

  expect(button.getAttribute("aria-expanded")).toBe("true");
  const menu = screen.getByRole("menu", { name: "Actions for mara" });
  expect(menu.id).toBe(button.getAttribute("aria-controls"));
  expect(entries()).toEqual(["Rename…", "SuspendYou cannot change yourself.", "Delete…"]);
  await user.click(button);
  expect(screen.queryByRole("menu")).toBeNull();
});

test.each(["{Enter}", " ", "{ArrowDown}"])("%s opens it on the first entry", async (key) => {
  const { user, button } = shown();
  button.focus();

  await user.keyboard(key);

  await waitFor(() => expect(document.activeElement?.textContent).toBe("Rename…"));
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(document.activeElement?.textContent).toBe("Delete…");
});

test("Escape gives the focus back, a choice does so before it acts", async () => {
  const { user, button } = shown();
  button.focus();
  await user.keyboard("{Enter}{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(button));

  onRename.mockImplementation(() => expect(document.activeElement).toBe(button));
  await user.click(button);
  await user.click(screen.getByRole("menuitem", { name: "Rename…" }));

  await waitFor(() => expect(onRename).toHaveBeenCalledTimes(1));
  expect(document.activeElement).toBe(button);
});

test("what is clicked outside closes it and keeps the focus", async () => {
  const { user, button } = shown();
  await user.click(button);
  const elsewhere = screen.getByRole("button", { name: "Elsewhere", hidden: true });

  await user.click(elsewhere);

  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  expect(document.activeElement).toBe(elsewhere);
});

test("while the server cannot be reached, what writes at once is refused with that reason", async () => {
  const [onRemove, onOpen] = [vi.fn(), vi.fn()];
  connection.lost();
  const { user } = show(
    <Menu
      items={[
        [
          { label: "Remove from group", writes: true, onSelect: onRemove },
          { label: "Copy id", onSelect: onOpen },
        ],
      ]}
    >
      <button type="button">More</button>
    </Menu>,
  );
  const remove = () => screen.getByRole("menuitem", { name: /^Remove from group/ });
  await user.click(screen.getByRole("button", { name: "More" }));

  expect(remove().textContent).toContain("No connection. Changes are not saved.");
  expect(remove().getAttribute("aria-disabled")).toBe("true");
  await user.click(remove());
  await user.click(screen.getByRole("menuitem", { name: "Copy id" }));
  await waitFor(() => expect(onOpen).toHaveBeenCalledTimes(1));
  expect(onRemove).not.toHaveBeenCalled();

  act(() => connection.found());
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(remove());
  await waitFor(() => expect(onRemove).toHaveBeenCalledTimes(1));
});

test("a closed menu listens to no key of the page", () => {
  const listen = vi.spyOn(document, "addEventListener");

  shown();

  expect(listen.mock.calls.filter(([kind]) => kind.startsWith("key"))).toEqual([]);
  listen.mockRestore();
});
