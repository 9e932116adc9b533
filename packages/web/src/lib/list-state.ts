import { useCallback, useState } from "react";

/**
 * The last value that was here: a query that cannot be read, or a page that fails, leaves the rows in place. `list` names
 * what they are rows of, where the page stays for another one: an organization shows none of the one before.
 */
export function useLastGood<T>(value: T | undefined, list = ""): T | undefined {
  const [last, setLast] = useState({ list, value });
  if (value !== undefined && (value !== last.value || list !== last.list)) setLast({ list, value });
  return value ?? (last.list === list ? last.value : undefined);
}

const markedForMs = 2_000;

/** Keys of rows whose change was taken back, each marked for two seconds. */
export function useFailedRows(): {
  readonly keys: ReadonlySet<string>;
  readonly mark: (key: string) => void;
} {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const mark = useCallback((key: string) => {
    setKeys((before) => new Set(before).add(key));
    setTimeout(() => {
      setKeys((before) => new Set([...before].filter((each) => each !== key)));
    }, markedForMs);
  }, []);
  return { keys, mark };
}
