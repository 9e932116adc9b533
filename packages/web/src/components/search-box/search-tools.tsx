import { type ReactNode, useRef } from "react";
import { FilterButton } from "../chips/filter-button.tsx";
import { FilterChips } from "../chips/filter-chips.tsx";
import { SearchBox, type SearchBoxHandle } from "./search-box.tsx";
import type { SearchKey } from "./search-key.ts";
import type { QueryChange } from "./use-search-draft.ts";

interface SearchToolsProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly query: string;
  readonly keys: readonly SearchKey[];
  readonly onChange: QueryChange;
  readonly error?: string | undefined;
  /** Buttons behind the filter: sort, time range. */
  readonly children?: ReactNode;
}

/** The tools above a list: box, filter button and chips, all of them writing one query. */
export function SearchTools({ children, ...search }: SearchToolsProps) {
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<SearchBoxHandle>(null);
  const { query, keys, onChange } = search;
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-start gap-2">
        <SearchBox {...search} input={input} handle={box} />
        <FilterButton query={query} keys={keys} onChange={onChange} />
        {children}
      </div>
      <FilterChips
        query={query}
        keys={keys}
        onChange={onChange}
        input={input}
        onEdit={(token) => box.current?.edit(token)}
      />
    </div>
  );
}
