import { useEffect, useRef, useState } from "react";
import {
  nearestKey,
  readQuery,
  readToken,
  type SearchToken,
  searchPieces,
  withoutToken,
  withToken,
  writeQuery,
} from "../../lib/search-language.ts";
import type { SearchKey } from "./search-key.ts";

/** `push` starts an entry of the history, `replace` changes the last one. */
export type QueryChange = (query: string, history: "push" | "replace") => void;

const debounceMs = 200;
const burstMs = 1_000;

/** The part of a query that stands in the box: free text, and pieces that are no token. */
export function boxText(query: string): string {
  const { text, broken } = readQuery(query);
  return [text, ...broken].filter((part) => part !== "").join(" ");
}

/** The query to ask: the tokens that are chips and the free text of the box. Half a token is asked of nobody. */
function merged(query: string, text: string): string {
  return writeQuery({ tokens: readQuery(query).tokens, text: readQuery(text).text, broken: [] });
}

/** Takes complete tokens that the caret has left out of a text. */
export function takeTokens(
  text: string,
  caret: number,
  keys: readonly SearchKey[],
): { readonly rest: string; readonly tokens: readonly SearchToken[] } {
  let rest = text;
  const tokens: SearchToken[] = [];
  for (const piece of searchPieces(text).reverse()) {
    const token = readToken(piece.text);
    const left = caret < piece.start || caret > piece.end;
    if (token === undefined || !left || !keys.some((each) => each.key === token.key)) continue;
    tokens.unshift(token);
    rest = rest.slice(0, piece.start) + rest.slice(piece.end).trimStart();
  }
  return { rest, tokens };
}

/** What is wrong with the text of the box as far as one can tell without the server. */
export function unknownKey(text: string, keys: readonly SearchKey[]): string | undefined {
  for (const piece of searchPieces(text)) {
    const token = readToken(piece.text);
    if (token === undefined || keys.some((each) => each.key === token.key)) continue;
    const names = keys.map((each) => each.key);
    const near = nearestKey(token.key, names);
    const advice = near === undefined ? `Keys are ${names.join(", ")}.` : `Did you mean ${near}?`;
    return `“${token.key}” is not a key. ${advice}`;
  }
  return undefined;
}

/**
 * The text of the box between the keyboard and the address. Typing reaches the address 200 ms after the last key, Enter
 * at once; a second of rest starts a new entry of the history. A query that comes from outside (Back, a preset) takes
 * over the box, one that this box made does not.
 */
export function useSearchDraft(query: string, keys: readonly SearchKey[], onChange: QueryChange) {
  const [text, setText] = useState(() => boxText(query));
  const own = useRef(query);
  /** What this box asked for and has not seen in the address yet: on a slow page it comes after more was typed. */
  const pending = useRef<readonly string[]>([]);
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The chip whose value is being chosen anew. */
  const edited = useRef<SearchToken>(undefined);

  useEffect(() => {
    const at = pending.current.indexOf(query);
    if (at >= 0) pending.current = pending.current.slice(at + 1);
    if (at >= 0 || query === own.current) return;
    pending.current = [];
    own.current = query;
    clearTimeout(timer.current);
    setText(boxText(query));
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const emit = (next: string): void => {
    clearTimeout(timer.current);
    if (next === own.current) return;
    const now = Date.now();
    const history = now - lastAt.current > burstMs ? "push" : "replace";
    lastAt.current = now;
    own.current = next;
    pending.current = [...pending.current, next];
    onChange(next, history);
  };
  const emitLater = (next: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => emit(next), debounceMs);
  };
  const add = (tokens: readonly SearchToken[], rest: string): void => {
    let next = merged(own.current, rest);
    if (tokens.length > 0 && edited.current !== undefined) {
      next = withoutToken(next, edited.current.key, edited.current.value);
      edited.current = undefined;
    }
    for (const token of tokens) {
      const many = keys.find((each) => each.key === token.key)?.many === true;
      next = withToken(next, token, many);
    }
    setText(rest);
    emit(next);
  };

  return {
    text,
    /** A key was pressed; tokens that the caret has left become chips. */
    type: (typed: string, caret: number): void => {
      const { rest, tokens } = takeTokens(typed, caret, keys);
      if (tokens.length > 0) {
        add(tokens, rest);
        return;
      }
      setText(typed);
      emitLater(merged(own.current, typed));
    },
    /** Enter, or the focus left: everything complete becomes a chip. */
    commit: (): void => {
      const { rest, tokens } = takeTokens(text, -1, keys);
      add(tokens, rest);
    },
    /** Opens the values of a chip again; the chip stays until one is picked. */
    edit: (token: SearchToken): string => {
      const before = boxText(text)
        .replace(/\S+:\S*$/, "")
        .trimEnd();
      const next = `${before} ${token.key}:`.trimStart();
      edited.current = token;
      setText(next);
      return next;
    },
    /** A value was picked from the list: it takes the place of the word under the caret. */
    pick: (token: SearchToken, rest: string): void => add([token], rest),
    setText,
    /** Empties the box and keeps the chips. False when it was empty. */
    clear: (): boolean => {
      if (text === "") return false;
      add([], "");
      return true;
    },
  };
}
