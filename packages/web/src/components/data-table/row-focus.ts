import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const layers = "[role=dialog], [role=alertdialog], [role=menu]";

/** Where the focus goes when an element within a row is gone with its row: the row that took its place, the last one. */
export type RowPlace = () => HTMLElement | null;

/** Remembers the place of the row that an element is in; undefined outside of rows. */
export function rowPlaceOf(element: Element | null): RowPlace | undefined {
  const row = element?.closest("[data-row]");
  const table = row?.closest("table");
  if (row == null || table == null) return undefined;
  const at = rowsOf(table).indexOf(row);
  return () => {
    const rows = rowsOf(table);
    const next = rows[Math.min(at, rows.length - 1)];
    return next?.querySelector<HTMLElement>("[data-row-link]") ?? null;
  };
}

function rowsOf(table: Element): Element[] {
  return [...table.querySelectorAll("[data-row]")];
}

/**
 * Keeps the focus in a table when the row that holds it goes, because it was removed or no longer matches: it moves to
 * the row that took its place, and nobody has to start at the top of the page again.
 */
export function useRowFocus(table: RefObject<HTMLElement | null>, page: readonly string[]): void {
  const held = useRef<{ readonly key: string; readonly place: RowPlace | undefined }>(undefined);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      const row = target.closest<HTMLElement>("[data-row]");
      if (row !== null && table.current?.contains(row) === true)
        held.current = { key: row.dataset["row"] ?? "", place: rowPlaceOf(target) };
      // A dialog about the row gives the focus back to it.
      else if (target.closest(layers) === null) held.current = undefined;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [table]);
  useLayoutEffect(() => {
    const last = held.current;
    if (last === undefined || page.includes(last.key)) return;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    held.current = undefined;
    last.place?.()?.focus();
  }, [page]);
}
