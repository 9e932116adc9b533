import { allRows, type NextPage } from "../../lib/all-pages.ts";
import { problemOf } from "../../lib/problem.ts";
import { useSelection } from "../../lib/selection.ts";
import { toastFailed } from "../toaster/toast.tsx";

/** Above this many a selection would take longer than anybody waits. */
const maxSelected = 10_000;
const longestMs = 120_000;

/** All rows that match the search of a list, which may be more than its page. */
export interface Matching {
  readonly total: number;
  /** Why they cannot be picked at once. */
  readonly reason: string | undefined;
  readonly onSelect: () => void;
}

interface ListSelection<Row> {
  /** Names the list and its search. */
  readonly list: string;
  /** Rows that are shown. */
  readonly page: readonly Row[];
  /** How many match; undefined while that is not known. */
  readonly total: number | undefined;
  readonly idOf: (row: Row) => string;
  /** Reads a page of all that match. Throws ApiFailure. */
  readonly read: (page: NextPage, signal: AbortSignal) => Promise<readonly Row[]>;
}

/** The picked rows of a list; all that match its search can be picked at once (guide §3.6). */
export function useListSelection<Row>({ list, page, total, idOf, read }: ListSelection<Row>) {
  const { rows, selection, clear, set } = useSelection(list, page, idOf);
  const selectAll = async () => {
    const signal = AbortSignal.timeout(longestMs);
    try {
      set(await allRows(idOf, (next) => read(next, signal)));
    } catch (thrown) {
      toastFailed(`Not everything could be selected. ${problemOf(thrown).message}`);
    }
  };
  const matching: Matching | undefined =
    total === undefined
      ? undefined
      : {
          total,
          reason:
            total > maxSelected
              ? `At most ${maxSelected.toLocaleString()} can be selected at once. Narrow the search.`
              : undefined,
          onSelect: () => void selectAll(),
        };
  return { rows, selection, clear, matching };
}
