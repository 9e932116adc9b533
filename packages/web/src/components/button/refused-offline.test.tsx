import { act, cleanup, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connection } from "../../lib/connection.ts";
import { stubMedia } from "../../testing/media.ts";
import { show } from "../../testing/render.tsx";
import { Chip } from "../chips/chip.tsx";
import { Combobox } from "../combobox/combobox.tsx";
import { BulkBar } from "../data-table/bulk-bar.tsx";
import { RadioCards } from "../radio-cards/radio-cards.tsx";
import { Segmented } from "../segmented/segmented.tsx";
import { Select } from "../select/select.tsx";
import { toastUndo } from "../toaster/toast.tsx";
import { Toaster } from "../toaster/toaster.tsx";
import { IconButton } from "./icon-button.tsx";

const offline = "No connection. Changes are not saved.";
const onUse = vi.fn();
const options = [
  { value: "off", label: "Off" },
  { value: "on", label: "On" },
] as const;

/** Whether the window says that fingers point. */
let isCoarse = false;

beforeEach(() => {
  isCoarse = false;
  onUse.mockReset();
  stubMedia((media) => isCoarse && media.includes("coarse"));
});
afterEach(() => {
  cleanup();
  connection.found();
  vi.unstubAllGlobals();
});

interface Control {
  readonly role: "button" | "radio";
  readonly name: string;
  readonly element: ReactElement;
}

const controls: Readonly<Record<string, Control>> = {
  "the button of a chip that takes it out": {
    role: "button",
    name: "Remove group backend",
    element: (
      <Chip name="group backend" writes onRemove={onUse}>
        backend
      </Chip>
    ),
  },
  "a button that is an icon": {
    role: "button",
    name: "Add mara to a group",
    element: <IconButton label="Add mara to a group" icon={null} writes onClick={onUse} />,
  },
  "an act of the bar over picked rows": {
    role: "button",
    name: "Activate",
    element: (
      <BulkBar
        count={2}
        onClear={() => undefined}
        actions={[{ label: "Activate", writes: true, onSelect: onUse }]}
      />
    ),
  },
  "a word of a row of words": {
    role: "radio",
    name: "On",
    element: <Segmented label="Hint" writes options={options} value="off" onChange={onUse} />,
  },
  "a card with a radio": {
    role: "radio",
    name: "On",
    element: <RadioCards label="Hint" writes options={options} value="off" onChange={onUse} />,
  },
  "the undo of a toast": { role: "button", name: "Undo", element: <Toaster /> },
};

const described = (element: HTMLElement) =>
  document.getElementById(element.getAttribute("aria-describedby") ?? "")?.textContent;

test.each(Object.entries(controls))(
  "%s refuses with the reason while the server cannot be reached",
  async (name, control) => {
    connection.lost();
    const { user } = show(control.element);
    if (name === "the undo of a toast") act(() => toastUndo("mara suspended.", onUse));
    const element = await screen.findByRole(control.role, { name: control.name });

    await user.click(element);

    expect(onUse).not.toHaveBeenCalled();
    expect(element.getAttribute("aria-disabled")).toBe("true");
    expect(described(element)).toBe(offline);
    act(() => element.focus());
    expect(document.activeElement).toBe(element);

    act(() => connection.found());
    await user.click(element);
    expect(onUse).toHaveBeenCalledTimes(1);
    expect(element.getAttribute("aria-disabled")).toBeNull();
  },
);

test("what only this page keeps can be chosen without a connection", async () => {
  connection.lost();
  const { user } = show(
    <>
      <Chip name="Status: Dormant" onRemove={onUse}>
        Status: Dormant
      </Chip>
      <Segmented label="Density" options={options} value="off" onChange={onUse} />
      <RadioCards label="Theme" options={options} value="off" onChange={onUse} />
    </>,
  );

  await user.click(screen.getByRole("button", { name: "Remove status dormant" }));
  for (const radio of screen.getAllByRole("radio", { name: "On" })) await user.click(radio);

  expect(onUse).toHaveBeenCalledTimes(3);
});

test("a list of choices does not open, nor does a letter choose, while the server cannot be reached", async () => {
  connection.lost();
  const { user } = show(
    <Select label="Hint" writes options={options} value="off" onChange={onUse} />,
  );
  const trigger = screen.getByRole("combobox", { name: "Hint" });

  await user.tab();
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("listbox")).toBeNull();
  await user.keyboard("on");

  expect(onUse).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(trigger);
  expect(trigger.getAttribute("aria-disabled")).toBe("true");
  expect(described(trigger)).toBe(offline);
});

test("the system's own picker gives nothing on while the server cannot be reached", async () => {
  isCoarse = true;
  connection.lost();
  const { user } = show(
    <Select label="Hint" writes options={options} value="off" onChange={onUse} />,
  );
  const picker = screen.getByRole<HTMLSelectElement>("combobox", { name: "Hint" });

  await user.selectOptions(picker, "On");
  expect(onUse).not.toHaveBeenCalled();
  expect(picker.value).toBe("off");
  expect(described(picker)).toBe(offline);

  act(() => connection.found());
  await user.selectOptions(picker, "On");
  expect(onUse).toHaveBeenCalledExactlyOnceWith("on");
});

test("what is found by typing can be read and not picked while the server cannot be reached", async () => {
  const source = [{ key: "b", label: "backend" }];
  const { user } = show(
    <Combobox label="Group" writes source={source} value={null} onChange={onUse} />,
  );
  await user.click(screen.getByRole("combobox", { name: "Group" }));
  const found = await screen.findByRole("option", { name: /backend/ });

  act(() => connection.lost());
  await user.click(found);

  expect(onUse).not.toHaveBeenCalled();
  expect(screen.getByRole("option", { name: /backend/ }).textContent).toContain(offline);
});
