import { useEffect, useRef } from "react";
import { storage } from "./storage.ts";

const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const layers = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Single keys can be switched off (WCAG 2.1.4); the choice is this browser's. */
export const singleKeysStorageKey = "gh.single-keys";

/** Whether a key pressed here is a shortcut and not text: outside fields, menus and dialogs, and not switched off. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (storage.get(singleKeysStorageKey) === "off") return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(`${typing}, ${layers}`) != null) return false;
  return document.querySelector("[role=dialog][data-state=open], [role=alertdialog]") === null;
}

/** What happens on a key, by `event.key`. An action that gives false leaves the key to others. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => unknown>>;

/** Whether the focus is on a row of a list, whose own keys come first. */
export function isOnRow(): boolean {
  return document.activeElement?.closest("[data-row]") != null;
}

/** Listens to single keys while the component is shown. The map may change with every render. */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const action = current.current[event.key];
      if (action === undefined || !isShortcut(event)) return;
      if (action(event) !== false) event.preventDefault();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
