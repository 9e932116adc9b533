import { cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Button } from "../button/button.tsx";
import { Menu } from "../menu/menu.tsx";
import { ConfirmDialog, type Consequences } from "./confirm-dialog.tsx";

afterEach(cleanup);

function Deletion({
  onConfirm,
  consequences = ["4 tokens stop working now."],
}: {
  readonly onConfirm: () => void;
  readonly consequences?: Consequences;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete mara…</Button>
      <Menu items={[[{ label: "Delete…", onSelect: () => setOpen(true) }]]}>
        <button type="button">Actions</button>
      </Menu>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Delete mara?"
        confirm="Delete mara"
        typed={{ text: "mara", verb: "delete" }}
        consequences={consequences}
        onConfirm={onConfirm}
      />
    </>
  );
}

test("what destroys is done only when its name was typed, exactly", async () => {
  const onConfirm = vi.fn();
  const { user } = show(<Deletion onConfirm={onConfirm} />);
  await user.click(screen.getByRole("button", { name: "Delete mara…" }));
  const confirm = screen.getByRole("button", { name: "Delete mara" });
  const field = screen.getByRole("textbox");

  await user.type(field, "Mara{Enter}");
  await user.click(confirm);
  expect(onConfirm).not.toHaveBeenCalled();

  await user.clear(field);
  await user.type(field, " mara ");
  await user.click(confirm);
  expect(onConfirm).toHaveBeenCalledTimes(1);
});

test("the name may be pasted", async () => {
  const onConfirm = vi.fn();
  const { user } = show(<Deletion onConfirm={onConfirm} />);
  await user.click(screen.getByRole("button", { name: "Delete mara…" }));

  await user.click(screen.getByRole("textbox"));
  await user.paste("mara");
  await user.keyboard("{Enter}");

  expect(onConfirm).toHaveBeenCalledTimes(1);
});

test("the dialog is read with its consequences, starts on Cancel and gives the focus back", async () => {
  const { user } = show(<Deletion onConfirm={vi.fn()} />);
  const trigger = screen.getByRole("button", { name: "Delete mara…" });
  await user.click(trigger);

  const dialog = screen.getByRole("alertdialog", { name: "Delete mara?" });
  const described = document.getElementById(dialog.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("4 tokens stop working now.");
  expect(document.activeElement?.textContent).toBe("Cancel");

  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(trigger));
});

test("opened from a menu, it gives the focus back to the button of the menu", async () => {
  const { user } = show(<Deletion onConfirm={vi.fn()} />);
  const trigger = screen.getByRole("button", { name: "Actions" });
  await user.click(trigger);
  await user.click(screen.getByRole("menuitem", { name: "Delete…" }));
  await screen.findByRole("alertdialog");

  await user.keyboard("{Escape}");

  await waitFor(() => expect(document.activeElement).toBe(trigger));
  expect(document.body.style.pointerEvents).not.toBe("none");
});

test("a dialog whose consequences cannot be told still works", async () => {
  const { user } = show(<Deletion onConfirm={vi.fn()} consequences="unknown" />);
  await user.click(screen.getByRole("button", { name: "Delete mara…" }));

  expect(screen.getByText(/could not be determined/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Delete mara" })).toBeDefined();
});

test("the keys that save a form do not reach the form around the dialog", async () => {
  const onSave = vi.fn();
  const { user } = show(
    <form
      aria-label="Settings"
      onKeyDown={({ key, ctrlKey }) => key === "Enter" && ctrlKey && onSave()}
    >
      <Deletion onConfirm={vi.fn()} />
    </form>,
  );
  await user.click(screen.getByRole("button", { name: "Delete mara…" }));
  await user.click(screen.getByRole("textbox"));
  await user.keyboard("{Control>}{Enter}{/Control}");

  expect(onSave).not.toHaveBeenCalled();
});
