import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

import { announce } from "../../lib/announce.ts";

const countAfterMs = 500;

/** An entry that can be picked. A reason disables it: it can be reached and read, not picked. */
export interface ListOption {
  readonly key: string;
  readonly reason?: string | undefined;
}

interface ListboxSettings<Option extends ListOption> {
  readonly options: readonly Option[];
  readonly onPick: (option: Option, event: { readonly newTab: boolean }) => void;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Empties the input; the second Esc. False when there is nothing to empty. */
  readonly onClear?: (() => boolean) | undefined;
  /** Backspace in an empty input. */
  readonly onBackspace?: (() => void) | undefined;
  /** Enter with nothing highlighted. */
  readonly onSubmit?: (() => void) | undefined;
  /** Highlights the first option while typing; off where Enter means "what I typed". */
  readonly autoHighlight?: boolean;
  /** The key of the option that is highlighted first; the first of the list where it is not in it. */
  readonly startAt?: string | undefined;
  /** The picked ones; `aria-selected` says this and never what is highlighted. */
  readonly isPicked?: (option: Option) => boolean;
}

/** The attributes of the input, of the list and of each option. */
export interface Listbox<Option extends ListOption> {
  readonly highlighted: Option | undefined;
  readonly highlight: (key: string | undefined) => void;
  /** The id of the element with the role `listbox`. */
  readonly listId: string;
  readonly inputProps: {
    readonly role: "combobox";
    readonly autoComplete: "off";
    readonly "aria-autocomplete": "list";
    readonly "aria-expanded": boolean;
    readonly "aria-controls": string;
    readonly "aria-activedescendant": string | undefined;
    readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  };
  readonly optionProps: (option: Option) => {
    readonly id: string;
    readonly role: "option";
    readonly "aria-selected": boolean;
    readonly "aria-disabled": true | undefined;
    readonly "data-highlighted": "" | undefined;
    readonly onPointerMove: () => void;
    readonly onPointerDown: (event: { preventDefault: () => void }) => void;
    readonly onClick: (event: { ctrlKey: boolean; metaKey: boolean }) => void;
  };
}

/** Where a key moves the highlight; undefined when it moves nothing. -1 is "none". */
function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return at + 1 >= count ? 0 : at + 1;
    case "ArrowUp":
      return at <= 0 ? count - 1 : at - 1;
    case "PageDown":
      return Math.min(count - 1, at + 10);
    case "PageUp":
      return Math.max(0, at - 10);
    default:
      return undefined;
  }
}

/** Tells how many there are once the list has rested: not with every key. */
function useAnnouncedCount(open: boolean, count: number): void {
  useEffect(() => {
    if (!open || count === 0) return;
    const text = count === 1 ? "1 suggestion" : `${count} suggestions`;
    const timer = setTimeout(() => announce(text), countAfterMs);
    return () => clearTimeout(timer);
  }, [open, count]);
}

/**
 * The combobox contract, once: the input keeps the focus, arrows move a highlight through the list, Enter picks, Esc
 * closes and then clears. The highlight follows its option by key, so that a list that is filled later does not move
 * under it; when the option is gone the highlight is too.
 */
export function useListbox<Option extends ListOption>(
  settings: ListboxSettings<Option>,
): Listbox<Option> {
  const { options, open, onOpenChange, autoHighlight = true } = settings;
  const listId = useId();
  const [key, setKey] = useState<string>();
  const touched = useRef(false);
  const placeOf = (wanted: string | undefined) =>
    options.findIndex((option) => option.key === wanted);
  const found = open ? placeOf(key) : -1;
  const at =
    found < 0 && open && autoHighlight && options.length > 0
      ? Math.max(0, placeOf(settings.startAt))
      : found;
  const highlighted = options[at];
  const optionId = (option: Option): string => `${listId}-${option.key}`;

  const highlightedId = open && highlighted !== undefined ? optionId(highlighted) : undefined;
  useEffect(() => {
    if (highlightedId === undefined || !touched.current) return;
    document.getElementById(highlightedId)?.scrollIntoView({ block: "nearest" });
  }, [highlightedId]);

  useAnnouncedCount(open, options.length);

  const highlight = (next: string | undefined): void => {
    touched.current = false;
    setKey(next);
  };
  const pick = (option: Option, newTab: boolean): void => {
    if (option.reason === undefined) settings.onPick(option, { newTab });
  };
  const move = (next: number): void => {
    touched.current = true;
    setKey(options[next]?.key);
  };

  const onArrow = (event: KeyboardEvent): boolean => {
    if (!open) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
      onOpenChange(true);
      return true;
    }
    const next = moved(event.key, at, options.length);
    if (next === undefined) return false;
    move(next);
    return true;
  };
  const onEnter = (event: KeyboardEvent): boolean => {
    if (open && highlighted !== undefined) {
      pick(highlighted, event.ctrlKey || event.metaKey);
      return true;
    }
    settings.onSubmit?.();
    return settings.onSubmit !== undefined;
  };
  const onEscape = (): boolean => {
    if (open) {
      onOpenChange(false);
      setKey(undefined);
      return true;
    }
    return settings.onClear?.() === true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.altKey) return;
    const handled =
      event.key === "Enter"
        ? onEnter(event)
        : event.key === "Escape"
          ? onEscape()
          : event.key === "Backspace" && event.currentTarget.value === ""
            ? settings.onBackspace?.() !== undefined
            : onArrow(event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    highlighted,
    highlight,
    listId,
    inputProps: {
      role: "combobox",
      autoComplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": open,
      "aria-controls": listId,
      "aria-activedescendant": highlightedId,
      onKeyDown,
    },
    optionProps: (option) => ({
      id: optionId(option),
      role: "option",
      "aria-selected": settings.isPicked?.(option) === true,
      "aria-disabled": option.reason === undefined ? undefined : true,
      "data-highlighted": option === highlighted ? "" : undefined,
      onPointerMove: () => {
        if (option !== highlighted) highlight(option.key);
      },
      // The input keeps the focus.
      onPointerDown: (event) => event.preventDefault(),
      onClick: (event) => pick(option, event.ctrlKey || event.metaKey),
    }),
  };
}
