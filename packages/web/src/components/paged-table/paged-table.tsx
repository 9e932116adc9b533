import { type ReactNode, useState } from "react";
import type { Problem } from "../../lib/problem.ts";
import { Button } from "../button/button.tsx";
import { DataTable, type DataTableProps } from "../data-table/data-table.tsx";
import { loadFailure } from "../data-table/load-failure.tsx";
import { Pager, pageCount, resultCount } from "../pager/pager.tsx";
import { EmptyState, FilteredEmpty, OverRun } from "../states/states.tsx";

/** A page of a list that the server searches: what the address asks for and what came of it. */
export interface ListState<Row> {
  readonly q: string;
  readonly page: number;
  readonly size: number;
  /** Undefined until the first answer. */
  readonly rows: readonly Row[] | undefined;
  /** All that match; with an empty page beyond the end it is asked for apart. */
  readonly total: number | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** What the server says about the query itself. */
  readonly queryError?: string | undefined;
  readonly onQuery: (q: string, history: "push" | "replace") => void;
  readonly onPage: (page: number) => void;
  /** Left out where the size of a page is fixed. */
  readonly onSize?: ((size: number) => void) | undefined;
  readonly onIntent?: ((page: number) => void) | undefined;
  readonly onRetry: () => void;
}

interface PagedTableProps<Row>
  extends ListState<Row>,
    Omit<DataTableProps<Row>, "busy" | "caption" | "empty" | "error" | "rows"> {
  /** Plural noun in the middle of a sentence: "users". */
  readonly what: string;
  /** What the list is called: "Members of Design". */
  readonly name: string;
  /** How it is ordered: "sorted by username". */
  readonly order: string;
  /** In place of rows when there is nothing yet and nothing was searched for. */
  readonly empty: ReactNode;
  /** False where the list is short or not all of it may be read. */
  readonly pager?: boolean;
}

/** A table with its pager and every state of a searched list: loading, empty, filtered, beyond the end, failed. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { what, name, order, q, page, size, total, busy, problem, pager = true } = props;
  const { queryError, onQuery, onPage, onSize, onIntent, onRetry, empty, ...table } = props;
  const wasFiltered = useWasFiltered(q);
  const results = total === undefined ? "" : `, ${resultCount(total)}`;
  return (
    <>
      <DataTable
        {...table}
        caption={`${name}${results}, ${order}`}
        error={loadFailure(`The ${what}`, problem, onRetry)}
        empty={<Nothing {...props} />}
      />
      {total === undefined || !pager ? null : (
        <Pager
          total={total}
          page={Math.min(page, pageCount(total, size) + 1)}
          size={size}
          onPage={onPage}
          onSize={onSize}
          onIntent={onIntent}
        />
      )}
      <span className="sr-only" role="status">
        {total === undefined || busy || !wasFiltered ? "" : resultCount(total)}
      </span>
    </>
  );
}

/** Whether anything was searched for on this page: from then on every answer is told, also that of no filter. */
function useWasFiltered(q: string): boolean {
  const [was, setWas] = useState(q !== "");
  if (q !== "" && !was) setWas(true);
  return was;
}

function Nothing<Row>(props: PagedTableProps<Row>) {
  const { what, q, queryError, page, size, total, empty, onPage, onQuery } = props;
  if (page > 1 && total !== undefined && total > 0) {
    return <OverRun page={page} pages={pageCount(total, size)} onPage={onPage} />;
  }
  if (queryError !== undefined) return <UnreadableSearch fault={queryError} onQuery={onQuery} />;
  if (q !== "") return <FilteredEmpty what={what} query={q} onClear={() => onQuery("", "push")} />;
  return empty;
}

/** In place of rows when the server cannot read the query. */
export function UnreadableSearch({
  fault,
  onQuery,
}: {
  readonly fault: string;
  readonly onQuery: (q: string, history: "push") => void;
}) {
  return (
    <EmptyState
      title="This search cannot be read."
      action={<Button onClick={() => onQuery("", "push")}>Clear search</Button>}
    >
      {fault}
    </EmptyState>
  );
}
