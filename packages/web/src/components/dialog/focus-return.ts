import { useRef } from "react";
import { type RowPlace, rowPlaceOf } from "../data-table/row-focus.ts";

/** Where focus goes when what opened a layer is gone. */
export type ReturnPlace = (() => HTMLElement | null) | undefined;

const fields = "input:not([type=hidden]), textarea, select, [role=combobox], [role=radio]";

/** Moves the first focus past the close button to the first field that waits to be filled, else to the first field. */
export function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const all = [...content.querySelectorAll<HTMLElement>(fields)];
  (all.find((field) => !isKnown(field)) ?? all[0] ?? content).focus();
}

/** The address of whoever signs in again stands there already. */
function isKnown(field: HTMLElement): boolean {
  return field instanceof HTMLInputElement && field.type === "email" && field.value !== "";
}

/**
 * Remembers what had the focus when a layer opened and gives it back when the layer closes; where that is gone with its
 * row, the next row gets it. Radix does so only for triggers of its own, and our layers are opened by state.
 */
export function useFocusReturn(place: ReturnPlace) {
  const opener = useRef<Element | null>(null);
  const row = useRef<RowPlace>(undefined);
  return {
    remember: (): void => {
      opener.current = document.activeElement;
      row.current = rowPlaceOf(document.activeElement);
    },
    giveBack: (event: Event): void => {
      event.preventDefault();
      const isThere = opener.current?.isConnected === true;
      const target = isThere ? opener.current : (place?.() ?? row.current?.());
      if (target instanceof HTMLElement) target.focus();
    },
  };
}
