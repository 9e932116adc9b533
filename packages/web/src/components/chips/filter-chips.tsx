import { type KeyboardEvent, type RefObject, useRef } from "react";
import { announce } from "../../lib/announce.ts";
import {
  readQuery,
  type SearchToken,
  withoutToken,
  writeQuery,
} from "../../lib/search-language.ts";
import { Button } from "../button/button.tsx";
import { type SearchKey, tokenLabel } from "../search-box/search-key.ts";
import { Chip } from "./chip.tsx";

interface FilterChipsProps {
  readonly query: string;
  readonly keys: readonly SearchKey[];
  readonly onChange: (query: string, history: "push" | "replace") => void;
  /** Opens the values of a key again. */
  readonly onEdit?: ((token: SearchToken) => void) | undefined;
  /** Where the focus goes when the last chip is removed. */
  readonly input?: RefObject<HTMLInputElement | null> | undefined;
}

const arrows: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** The filters of a list as chips. Arrows move between their buttons; a removal leads to the next chip. */
export function FilterChips({ query, keys, onChange, onEdit, input }: FilterChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  const { tokens, ...rest } = readQuery(query);
  if (tokens.length === 0) return null;
  const buttons = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>("[data-chip]") ?? []),
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (by === undefined || !(event.target instanceof HTMLElement)) return;
    const all = buttons();
    all[all.indexOf(event.target) + by]?.focus();
    event.preventDefault();
  };
  const remove = (token: SearchToken) => {
    const at = buttons().indexOf(document.activeElement as HTMLElement);
    onChange(withoutToken(query, token.key, token.value), "push");
    announce(`${tokenLabel(keys, token).split(":")[0]} removed`);
    requestAnimationFrame(() => {
      const left = buttons();
      (left[Math.min(at, left.length - 1)] ?? input?.current)?.focus();
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ul
        ref={list}
        aria-label="Filters"
        onKeyDown={onKeyDown}
        className="flex min-w-0 list-none flex-wrap gap-2"
      >
        {tokens.map((token) => (
          <li key={`${token.key}:${token.value}`} className="min-w-0">
            <Chip
              name={tokenLabel(keys, token)}
              onEdit={onEdit === undefined ? undefined : () => onEdit(token)}
              onRemove={() => remove(token)}
            >
              {tokenLabel(keys, token)}
            </Chip>
          </li>
        ))}
      </ul>
      <Button
        variant="ghost"
        size="sm"
        onClick={() => {
          onChange(writeQuery({ ...rest, tokens: [] }), "push");
          announce("Filters removed");
          input?.current?.focus();
        }}
      >
        Clear
      </Button>
    </div>
  );
}
