import { useCallback, useMemo, useState } from "react";
import type { Column } from "./column.ts";

/** Which columns a list shows and how to change that. The first column always stays. */
export interface ColumnChoice {
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

const storageKey = (list: string) => `gh.columns.${list}`;

function storedKeys(list: string): readonly string[] | undefined {
  try {
    const text = localStorage.getItem(storageKey(list));
    if (text === null) return undefined;
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : undefined;
  } catch {
    return undefined;
  }
}

function keepKeys(list: string, hidden: ReadonlySet<string>): void {
  try {
    localStorage.setItem(storageKey(list), JSON.stringify([...hidden]));
  } catch {
    // Without storage the choice lives as long as the page.
  }
}

/** The columns to show of a list, chosen in this browser; `hiddenAtFirst` names those that wait to be asked for. */
export function useColumns<Row>(
  list: string,
  columns: readonly Column<Row>[],
  hiddenAtFirst: readonly string[] = [],
): { readonly shown: readonly Column<Row>[]; readonly choice: ColumnChoice } {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(storedKeys(list) ?? hiddenAtFirst),
  );
  const onChange = useCallback(
    (next: ReadonlySet<string>) => {
      setHidden(next);
      keepKeys(list, next);
    },
    [list],
  );
  return useMemo(
    () => ({
      shown: columns.filter(({ key }, at) => at === 0 || !hidden.has(key)),
      choice: { columns: columns.slice(1), hidden, onChange },
    }),
    [columns, hidden, onChange],
  );
}
