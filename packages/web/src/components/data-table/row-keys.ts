import { type RefObject, useEffect, useEffectEvent } from "react";
import { singleKeysStorageKey } from "../../lib/keyboard.ts";
import { storage } from "../../lib/storage.ts";
import { copyWithToast } from "../toaster/toast.tsx";

/** What the single keys of a list do; keys without an action stay free. */
export interface RowKeys {
  readonly onSelect?: ((key: string, range: boolean) => void) | undefined;
  readonly onSelectPage?: (() => void) | undefined;
  /** Lets go of the selection; undefined where nothing is picked. */
  readonly onClear?: (() => void) | undefined;
  readonly onPeek?: ((key: string) => void) | undefined;
}

const typing =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu], [role=dialog], [role=alertdialog], [role=listbox]";

function rowsOf(table: HTMLElement): HTMLElement[] {
  return [...table.querySelectorAll<HTMLElement>("[data-row]")];
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-row]") ?? null;
}

function focusRow(row: HTMLElement | undefined): void {
  row?.querySelector<HTMLElement>("[data-row-link]")?.focus();
}

function stepRow(table: HTMLElement, by: 1 | -1): void {
  const rows = rowsOf(table);
  const current = currentRow();
  const at = current === null ? -1 : rows.indexOf(current);
  focusRow(at < 0 ? rows[by === 1 ? 0 : rows.length - 1] : rows[at + by]);
}

const steps: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function pressInRow(event: KeyboardEvent, row: HTMLElement, keys: RowKeys): boolean {
  const key = row.dataset["row"] ?? "";
  switch (event.key) {
    case "x":
    case "X":
      keys.onSelect?.(key, event.shiftKey);
      return keys.onSelect !== undefined;
    case "o":
      row.querySelector<HTMLElement>("a[data-row-link]")?.click();
      return true;
    case " ":
      keys.onPeek?.(key);
      return keys.onPeek !== undefined;
    case ".":
      openActions(row);
      return true;
    case "y":
      void copyWithToast(key, "Id");
      return true;
    default:
      return false;
  }
}

/** What is open closes first. */
function isBesidePeek(): boolean {
  return document.querySelector("[data-peek], [role=dialog][data-state=open]") !== null;
}

function openActions(row: HTMLElement): void {
  const button = row.querySelector<HTMLElement>("[data-row-actions]");
  button?.focus();
  // A menu opens on the key, not on a click that a script makes.
  button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}

function press(event: KeyboardEvent, table: HTMLElement, keys: RowKeys): boolean {
  const row = currentRow();
  const inTable = row !== null && table.contains(row);
  if ((event.ctrlKey || event.metaKey) && event.key === "a" && inTable) {
    keys.onSelectPage?.();
    return keys.onSelectPage !== undefined;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape" && keys.onClear !== undefined && !isBesidePeek()) {
    keys.onClear();
    return true;
  }
  const step = steps[event.key];
  if (step !== undefined && (inTable || event.key === "j" || event.key === "k")) {
    stepRow(table, step);
    // What looks into a row goes along with the row.
    const next = currentRow()?.dataset["row"];
    if (next !== undefined && document.querySelector("[data-peek]") !== null) keys.onPeek?.(next);
    return true;
  }
  return inTable && pressInRow(event, row, keys);
}

/** Letters can be switched off; arrows and Esc cannot. */
function isOff(key: string): boolean {
  const isPlain = key.startsWith("Arrow") || key === "Escape";
  return !isPlain && storage.get(singleKeysStorageKey) === "off";
}

/** The keys of a list: j, k and arrows move through rows, x picks, o opens, Space peeks, a dot opens the actions. */
export function useRowKeys(table: RefObject<HTMLElement | null>, keys: RowKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (table.current === null || event.defaultPrevented) return;
    if (!(event.target instanceof Element) || event.target.closest(typing) !== null) return;
    if (isOff(event.key)) return;
    const onButton = event.target.closest("button, input") !== null;
    if (onButton && (event.key === " " || event.key === "Enter")) return;
    if (press(event, table.current, keys)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
