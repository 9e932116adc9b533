import { type ReactNode, useEffect, useState } from "react";
import type { ListOption } from "../listbox/use-listbox.ts";

/** Something the palette can do or go to. */
export interface PaletteItem extends ListOption {
  readonly label: string;
  readonly secondary?: string | undefined;
  readonly mark?: ReactNode;
  readonly shortcut?: string | undefined;
  /** Other words by which it is found. */
  readonly words?: string | undefined;
  readonly run: (how: { readonly newTab: boolean }) => void;
  /**
   * What it needs to be told first, such as whom it is about: picking it does nothing yet, the palette stays and offers
   * these. Searched from the first character on, and before it.
   */
  readonly ask?:
    | {
        /** "Suspend whom?" */
        readonly placeholder: string;
        readonly search: (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
      }
    | undefined;
  /** What else can be done with it; shown on the right arrow. */
  readonly actions?: readonly PaletteItem[] | undefined;
}

/** A group of the palette. Groups keep their order, so that late answers never move what is highlighted. */
export interface PaletteGroup {
  readonly label: string;
  /** A character that narrows the palette to this group: `>` actions, `@` users, `#` groups, `?` help. */
  readonly prefix?: string;
  /** Items known here, filtered with every key. */
  readonly items?: readonly PaletteItem[];
  /** Items that the server finds: from two characters unless it says otherwise, 150 ms after the last key. */
  readonly search?: (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
  readonly searchFrom?: number;
  /** Shown only while nothing is typed: what was used last. */
  readonly onlyEmpty?: boolean;
  /** Shown only after its prefix. */
  readonly onlyPrefixed?: boolean;
}

/** A group with what it offers for a text. */
export interface FoundGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

/** Takes a prefix off a text and says which groups are left. */
export function narrowed(
  text: string,
  groups: readonly PaletteGroup[],
): { readonly groups: readonly PaletteGroup[]; readonly rest: string } {
  const prefix = text.trimStart().charAt(0);
  const matching = groups.filter((group) => group.prefix === prefix && prefix !== "");
  if (matching.length > 0) return { groups: matching, rest: text.trimStart().slice(1).trim() };
  return { groups: groups.filter((group) => group.onlyPrefixed !== true), rest: text.trim() };
}

/** True when every word of a text occurs in an item. */
export function itemMatches(item: PaletteItem, text: string): boolean {
  const whole = `${item.label} ${item.secondary ?? ""} ${item.words ?? ""}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

/** What each group offers for a text; groups of the server fill in when their answers are here. */
export function usePaletteItems(
  text: string,
  all: readonly PaletteGroup[],
): { readonly groups: readonly FoundGroup[]; readonly loading: boolean } {
  const { groups, rest } = narrowed(text, all);
  const [answers, setAnswers] = useState<Readonly<Record<string, readonly PaletteItem[]>>>({});
  const [loading, setLoading] = useState(false);
  const asked = groups.filter((group) => group.search !== undefined);
  const askedLabels = asked.map((group) => group.label).join("|");
  useEffect(() => {
    setAnswers({});
    const searches = all
      .filter((group) => askedLabels.split("|").includes(group.label))
      .filter(({ searchFrom = 2 }) => rest.length >= searchFrom);
    if (searches.length === 0) {
      setLoading(false);
      return;
    }
    setLoading(true);
    const controller = new AbortController();
    const ask = async ({ label, search }: PaletteGroup): Promise<void> => {
      const items = (await search?.(rest, controller.signal).catch(() => [])) ?? [];
      if (!controller.signal.aborted) setAnswers((before) => ({ ...before, [label]: items }));
    };
    const timer = setTimeout(() => {
      void Promise.all(searches.map(ask)).then(() => {
        if (!controller.signal.aborted) setLoading(false);
      });
    }, 150);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [rest, askedLabels, all]);
  const found = groups
    .filter((group) => group.onlyEmpty !== true || rest === "")
    .map((group) => ({
      label: group.label,
      items: [
        ...(group.items ?? []).filter((item) => itemMatches(item, rest)),
        ...(answers[group.label] ?? []),
      ],
    }));
  return { groups: found.filter((group) => group.items.length > 0), loading };
}
