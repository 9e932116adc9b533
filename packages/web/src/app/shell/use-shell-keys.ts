import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { isOnRow, isShortcut } from "../../lib/keyboard.ts";
import { saveHere } from "../../lib/save-keys.ts";
import { showShortcuts } from "./shortcuts.ts";
import type { PlaceSection } from "./use-navigation.ts";

const sequenceMs = 1_000;

/** Single keys; true for those that found something to do. */
const singles: Readonly<Record<string, () => boolean>> = {
  "?": () => {
    showShortcuts();
    return true;
  },
  "/": focusSearch,
  ".": openPageActions,
};

/** The keys that work on every page: `/`, `?`, `.`, `g` and a letter, Ctrl+B, Ctrl+K, Ctrl+S. */
export function useShellKeys(
  sections: readonly PlaceSection[],
  actions: { readonly toggleSidebar: () => void; readonly openPalette: () => void },
): void {
  const navigate = useNavigate();
  const current = useRef({ sections, actions });
  useEffect(() => {
    current.current = { sections, actions };
  });
  useEffect(() => {
    let goAt = Number.NEGATIVE_INFINITY;
    const jump = (letter: string) => {
      const places = current.current.sections.flatMap((section) => section.places);
      const place = places.find(({ key }) => key === letter);
      if (place !== undefined) void navigate({ to: place.to });
      return place !== undefined;
    };
    const single = (event: KeyboardEvent) => {
      const isSecond = event.timeStamp - goAt < sequenceMs;
      goAt = event.key === "g" && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (isSecond) return jump(event.key);
      return singles[event.key]?.() === true;
    };
    const chorded = (letter: string): boolean => {
      const { openPalette, toggleSidebar } = current.current.actions;
      if (letter === "s") return saveHere();
      // A modal layer asks to be answered first: what it shows may not be there a second time.
      if (isCovered() && (letter === "k" || letter === "b")) return true;
      if (letter === "k") openPalette();
      else if (letter === "b") toggleSidebar();
      else return false;
      return true;
    };
    const listener = (event: KeyboardEvent) => {
      const chord = chordOf(event);
      const isDone = chord === null ? isShortcut(event) && single(event) : chorded(chord);
      if (isDone) event.preventDefault();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [navigate]);
}

/** The letter pressed together with Ctrl or ⌘ alone; null for plain keys, "" with Shift or Alt, which are the browser's. */
function chordOf(event: KeyboardEvent): string | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  return event.altKey || event.shiftKey ? "" : event.key.toLowerCase();
}

/** Whether a modal layer lies over the page. */
function isCovered(): boolean {
  return document.querySelector("[data-scrim][data-state=open]") !== null;
}

/** Opens the menu at the head of the page; false where it has none. */
function openPageActions(): boolean {
  if (isOnRow()) return false;
  const button = document.querySelector<HTMLElement>("[data-page-actions] [aria-haspopup=menu]");
  button?.focus();
  // A menu opens on the key, not on a click that a script makes.
  button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  return button !== null;
}

/** Moves to the search of the page; false where it has none. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLElement>(
    "main [data-page-search], main [role=combobox]",
  );
  field?.focus();
  return field !== null;
}
