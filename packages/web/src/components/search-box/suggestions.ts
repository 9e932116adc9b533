import { useEffect, useState } from "react";
import type { ListOption } from "../listbox/use-listbox.ts";
import { dayValues, type SearchKey, type SearchValue } from "./search-key.ts";

/** What the list under the box offers: a key, or a value of a key. */
export interface Suggestion extends ListOption {
  readonly kind: "key" | "value";
  readonly searchKey: SearchKey;
  readonly value: string;
  readonly label: string;
  readonly secondary?: string | undefined;
}

/** What the word under the caret asks for. */
export interface Wanted {
  readonly searchKey: SearchKey | undefined;
  /** Behind the colon, or the word itself where there is none. */
  readonly text: string;
}

/** Reads the word under the caret. */
export function wanted(word: string, keys: readonly SearchKey[]): Wanted {
  const colon = word.indexOf(":");
  if (colon < 0) return { searchKey: undefined, text: word };
  const name = word.slice(0, colon).toLowerCase();
  return {
    searchKey: keys.find((each) => each.key === name),
    text: word.slice(colon + 1).replaceAll('"', ""),
  };
}

const contains = (text: string, part: string): boolean =>
  text.toLowerCase().includes(part.toLowerCase());

function keySuggestions(text: string, keys: readonly SearchKey[]): Suggestion[] {
  return keys
    .filter((each) => contains(each.key, text) || contains(each.label, text))
    .map((each) => ({
      key: `key-${each.key}`,
      kind: "key",
      searchKey: each,
      value: each.key,
      label: `${each.key}:`,
      secondary: each.description,
    }));
}

function valueSuggestions(searchKey: SearchKey, values: readonly SearchValue[]): Suggestion[] {
  return values.map((each) => ({
    key: `value-${searchKey.key}-${each.value}`,
    kind: "value",
    searchKey,
    value: each.value,
    label: each.label,
    secondary: each.secondary,
  }));
}

const none: readonly SearchValue[] = [];

/** Values from the server, 200 ms after the last key; the request before is given up. */
export function useSourceValues(
  searchKey: SearchKey | undefined,
  text: string,
): { readonly values: readonly SearchValue[]; readonly loading: boolean } {
  const [state, setState] = useState({ values: none, loading: false });
  const source = searchKey?.kind === "source" ? searchKey.source : undefined;
  useEffect(() => {
    if (source === undefined) {
      setState({ values: none, loading: false });
      return;
    }
    const controller = new AbortController();
    setState((old) => ({ ...old, loading: true }));
    const timer = setTimeout(() => {
      source(text, controller.signal).then(
        (values) => {
          if (!controller.signal.aborted) setState({ values, loading: false });
        },
        () => {
          if (!controller.signal.aborted) setState({ values: none, loading: false });
        },
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [source, text]);
  return state;
}

/** What to offer for the word under the caret. */
export function suggestionsFor(
  { searchKey, text }: Wanted,
  keys: readonly SearchKey[],
  fromServer: readonly SearchValue[],
  now: number,
): Suggestion[] {
  if (searchKey === undefined) return keySuggestions(text, keys);
  switch (searchKey.kind) {
    case "source":
      return valueSuggestions(searchKey, fromServer);
    case "date":
      return valueSuggestions(
        searchKey,
        dayValues(now).filter((each) => contains(each.label, text)),
      );
    default:
      return valueSuggestions(
        searchKey,
        (searchKey.values ?? []).filter(
          (each) => contains(each.label, text) || contains(each.value, text),
        ),
      );
  }
}
