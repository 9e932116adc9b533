import { useCallback, useState } from "react";

/** The last value that was here: a query that cannot be read leaves the rows in place. */
export function useLastGood<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
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
