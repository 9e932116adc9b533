import { type ReactNode, useEffect, useState } from "react";
import type { ListOption } from "../listbox/use-listbox.ts";

/** Something that can be found by name and picked. */
export interface PickOption extends ListOption {
  readonly label: string;
  readonly secondary?: string | undefined;
  readonly mark?: ReactNode;
}

/** The first of what matches, and how many match: what a search that asks the server for one page can tell. */
export interface FirstMatches<Item> {
  readonly first: readonly Item[];
  readonly total: number;
}

/** What a search answers: everything that matches, or the first of it. */
export type Matches<Item> = readonly Item[] | FirstMatches<Item>;

/** Where options come from: a fixed list, or a search that may ask the server. */
export type OptionSource<Option extends PickOption> =
  | readonly Option[]
  | ((text: string, signal: AbortSignal) => Promise<Matches<Option>>);

/** The most options that are drawn (console guide §6). */
const mostDrawn = 100;

interface Found<Option> {
  /** At most a hundred. */
  readonly options: readonly Option[];
  /** How many match. */
  readonly total: number;
  readonly loading: boolean;
  readonly failed: boolean;
}

function matches(option: PickOption, text: string): boolean {
  const part = text.trim().toLowerCase();
  return (
    option.label.toLowerCase().includes(part) ||
    option.secondary?.toLowerCase().includes(part) === true
  );
}

const nothing = { options: [], total: 0, loading: false, failed: false };

/** Both shapes as the second one. */
export function firstMatches<Item>(matching: Matches<Item>): FirstMatches<Item> {
  return "total" in matching ? matching : { first: matching, total: matching.length };
}

function foundOf<Option>(matching: Matches<Option>): Found<Option> {
  const { first, total } = firstMatches(matching);
  return { ...nothing, options: first.slice(0, mostDrawn), total };
}

/**
 * Options for a text. A fixed list is filtered at once; a search runs 200 ms after the last key and gives up the one
 * before it. The options of the last search stay until the next ones are here.
 */
export function useOptions<Option extends PickOption>(
  source: OptionSource<Option>,
  text: string,
  open: boolean,
): Found<Option> {
  const [found, setFound] = useState<Found<Option>>(nothing);
  const search = typeof source === "function" ? source : undefined;
  useEffect(() => {
    if (search === undefined || !open) return;
    const controller = new AbortController();
    setFound((before) => ({ ...before, loading: true }));
    const timer = setTimeout(
      () => {
        search(text, controller.signal).then(
          (options) => {
            if (!controller.signal.aborted) setFound(foundOf(options));
          },
          () => {
            if (!controller.signal.aborted) setFound({ ...nothing, failed: true });
          },
        );
      },
      text === "" ? 0 : 200,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [search, text, open]);
  if (typeof source === "function") return found;
  return foundOf(source.filter((option) => matches(option, text)));
}
