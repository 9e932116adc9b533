import { useEffect, useState } from "react";
import { announce } from "./announce.ts";

/**
 * Picked rows of a paged list. A selection survives paging, so the rows are kept with it; it dies with `list`, which
 * names the list and its filter. `set` picks exactly these rows.
 */
export function useSelection<Row>(list: string, page: readonly Row[], keyOf: (row: Row) => string) {
  const [state, setState] = useState<{ list: string; rows: ReadonlyMap<string, Row> }>({
    list,
    rows: new Map(),
  });
  const rows: ReadonlyMap<string, Row> = state.list === list ? state.rows : new Map();
  const isLost = state.list !== list && state.rows.size > 0;
  useEffect(() => {
    if (!isLost) return;
    setState({ list, rows: new Map() });
    announce("Selection cleared");
  }, [isLost, list]);
  const put = (next: ReadonlyMap<string, Row>) => {
    setState({ list, rows: next });
    announce(next.size === 0 ? "Nothing selected" : `${next.size.toLocaleString()} selected`);
  };
  const byKey = (some: Iterable<Row>) => [...some].map((row) => [keyOf(row), row] as const);
  return {
    rows: [...rows.values()],
    selection: {
      keys: new Set(rows.keys()),
      onChange: (keys: ReadonlySet<string>) => {
        const known = new Map([...rows, ...byKey(page)]);
        put(new Map([...known].filter(([key]) => keys.has(key))));
      },
    },
    clear: () => put(new Map()),
    set: (next: Iterable<Row>) => put(new Map(byKey(next))),
  };
}
