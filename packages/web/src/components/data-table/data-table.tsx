import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useMedia } from "../../lib/media.ts";
import { clockText } from "../../lib/time.ts";
import { useDelayed } from "../../lib/use-delayed.ts";
import type { MenuGroups } from "../menu/menu.tsx";
import { Progress } from "../progress/progress.tsx";
import {
  type Column,
  type Room,
  type Selection,
  type Sorting,
  type SplitColumns,
  splitColumns,
} from "./column.ts";
import { TableHead } from "./head.tsx";
import { roles } from "./roles.ts";
import { TableRow } from "./row.tsx";
import { useRowFocus } from "./row-focus.ts";
import { useRowKeys } from "./row-keys.ts";
import { pageToggled, toggled } from "./selection.ts";
import { SkeletonRows, StaleBar } from "./table-states.tsx";

/** Up to here all rows are drawn; beyond it only those near the window. */
const mostPlainRows = 200;

const VirtualRows = lazy(async () => {
  const { VirtualRows: component } = await import("./virtual-rows.tsx");
  return { default: component };
});

/** What a table shows: a list on its way, its rows, or why there are none. */
export interface DataTableProps<Row> {
  /** Name for assistive technology: "Users, 12,804 results, sorted by username". */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined until the first answer; old rows stay while new ones are on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** The name of a row in the names of its controls. */
  readonly rowName: (row: Row) => string;
  readonly rowTo?: ((row: Row) => string) | undefined;
  readonly rowActions?: ((row: Row) => MenuGroups | undefined) | undefined;
  readonly sorting?: Sorting | undefined;
  readonly selection?: Selection | undefined;
  readonly onPeek?: ((key: string) => void) | undefined;
  /** New rows are on their way. */
  readonly busy?: boolean;
  /** In place of rows: an EmptyState, FilteredEmpty or OverRun. */
  readonly empty: ReactNode;
  /** In place of everything, when the first answer was an error; above the old rows, when a later one was. */
  readonly error?:
    | {
        readonly state: ReactNode;
        readonly since?: string | undefined;
        readonly onRetry?: (() => void) | undefined;
      }
    | undefined;
  /** Rows to mark because a change of them was taken back. */
  readonly failedKeys?: ReadonlySet<string>;
}

/** The one table of the console: every list state, sorting, selection, keys, stacked rows on phones. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const room = useRoom();
  const split = useMemo(() => splitColumns(props.columns, room), [props.columns, room]);
  const { rows, selection, busy = false, error } = props;
  const frame = useRef<HTMLTableElement>(null);
  const page = rows?.map(props.rowKey) ?? [];
  const { select, selectPage } = usePicking(page, selection);
  const actionsOf = useActionsOf(props.rowActions);
  const since = useArrival(rows, busy || error !== undefined);
  useRowFocus(frame, page);
  const onPeek = useSame(props.onPeek);
  useRowKeys(frame, {
    onSelect: select,
    onSelectPage: selectPage,
    onClear:
      selection === undefined || selection.keys.size === 0
        ? undefined
        : () => selection.onChange(new Set()),
    onPeek,
  });
  return (
    <div className="relative rounded-card border bg-surface max-lg:overflow-x-auto">
      {error !== undefined && rows !== undefined ? <StaleBar since={since} {...error} /> : null}
      <table
        ref={frame}
        {...roles.table}
        aria-rowcount={page.length > mostPlainRows ? page.length + 1 : undefined}
        aria-busy={busy || (rows === undefined && error === undefined)}
        className="w-full border-separate border-spacing-0 max-sm:block"
      >
        <caption className="sr-only">{props.caption}</caption>
        <TableHead
          columns={split.columns}
          sorting={props.sorting}
          hasActions={props.rowActions !== undefined}
          canPeek={onPeek !== undefined}
          all={selection === undefined ? undefined : pageState(page, selection, selectPage)}
        />
        <tbody {...roles.group} className="max-sm:block">
          <TableBody
            {...props}
            {...split}
            onPeek={onPeek}
            page={page}
            select={select}
            table={frame}
            actionsOf={actionsOf}
          />
        </tbody>
      </table>
      <BusyBar busy={busy && rows !== undefined} />
    </div>
  );
}

/**
 * Picking of single rows, ranges and the page; undefined where nothing can be picked. The functions stay the same from
 * one drawing to the next, so that rows need not be drawn again.
 */
function usePicking(page: readonly string[], selection: Selection | undefined) {
  const anchor = useRef<string>(undefined);
  const latest = useRef({ page, selection });
  useLayoutEffect(() => {
    latest.current = { page, selection };
  });
  const select = useCallback((key: string, range: boolean) => {
    const { page: keys, selection: now } = latest.current;
    now?.onChange(toggled(now.keys, keys, key, range ? anchor.current : undefined));
    anchor.current = key;
  }, []);
  const selectPage = useCallback(() => {
    const { page: keys, selection: now } = latest.current;
    now?.onChange(pageToggled(now.keys, keys));
  }, []);
  return selection === undefined
    ? { select: undefined, selectPage: undefined }
    : { select, selectPage };
}

/** A handler that stays the same from one drawing to the next, so that rows need not be drawn again. */
function useSame(handler: ((key: string) => void) | undefined) {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  const same = useCallback((key: string) => latest.current?.(key), []);
  return handler === undefined ? undefined : same;
}

/** The actions of a row as they are when somebody asks; the function stays the same, so that rows stay as drawn. */
function useActionsOf<Row>(rowActions: DataTableProps<Row>["rowActions"]) {
  const latest = useRef(rowActions);
  useLayoutEffect(() => {
    latest.current = rowActions;
  });
  return useCallback((row: Row): MenuGroups => latest.current?.(row) ?? [], []);
}

function pageState(
  page: readonly string[],
  selection: Selection,
  onChange: (() => void) | undefined,
) {
  const picked = page.filter((key) => selection.keys.has(key)).length;
  return {
    checked: page.length > 0 && picked === page.length,
    mixed: picked > 0 && picked < page.length,
    onChange: () => onChange?.(),
  };
}

/** The room for columns in this window. */
function useRoom(): Room {
  const isSm = useMedia("(width >= 40rem)");
  const isMd = useMedia("(width >= 48rem)");
  const isLg = useMedia("(width >= 64rem)");
  const isXl = useMedia("(width >= 80rem)");
  if (isXl) return "xl";
  if (isLg) return "lg";
  if (isMd) return "md";
  return isSm ? "sm" : "stacked";
}

/** The time of day at which the rows came, or were found to be the same still. */
function useArrival(rows: unknown, isPending: boolean): string | undefined {
  const [at, setAt] = useState<string>();
  useEffect(() => {
    if (rows !== undefined && !isPending) setAt(clockText(Date.now()));
  }, [rows, isPending]);
  return at;
}

interface TableBodyProps<Row> extends DataTableProps<Row>, SplitColumns<Row> {
  readonly page: readonly string[];
  readonly select: ((key: string, range: boolean) => void) | undefined;
  readonly table: RefObject<HTMLTableElement | null>;
  readonly actionsOf: (row: Row) => MenuGroups;
}

const hasItems = (groups: MenuGroups | undefined): boolean =>
  groups?.some((group) => group.length > 0) === true;

function TableBody<Row>(props: TableBodyProps<Row>) {
  const { columns, rows, selection, error, page, rowActions } = props;
  const width =
    columns.length + (selection === undefined ? 0 : 1) + (rowActions === undefined ? 0 : 1);
  if (rows === undefined && error === undefined) return <SkeletonRows columns={width} />;
  if (rows === undefined || rows.length === 0) {
    return (
      <tr {...roles.row} className="max-sm:block">
        <td {...roles.cell} colSpan={width} className="max-sm:block">
          {rows === undefined ? error?.state : props.empty}
        </td>
      </tr>
    );
  }
  const draw = (at: number, measure?: (element: HTMLTableRowElement | null) => void) => {
    const row = rows[at];
    const key = page[at];
    if (row === undefined || key === undefined) return null;
    return (
      <TableRow
        key={key}
        row={row}
        rowKey={key}
        name={props.rowName(row)}
        columns={columns}
        others={props.others}
        to={props.rowTo?.(row)}
        actionsOf={props.actionsOf}
        actions={rowActions === undefined ? undefined : hasItems(rowActions(row)) ? "some" : "none"}
        selected={selection?.keys.has(key) === true}
        onSelect={props.select}
        onPeek={props.onPeek}
        failed={props.failedKeys?.has(key) === true}
        index={measure === undefined ? undefined : at}
        measure={measure}
      />
    );
  };
  if (rows.length <= mostPlainRows) return rows.map((_, at) => draw(at));
  return (
    <Suspense fallback={<SkeletonRows columns={width} />}>
      <VirtualRows table={props.table} count={rows.length} width={width} row={draw} />
    </Suspense>
  );
}

function BusyBar({ busy }: { readonly busy: boolean }) {
  const shown = useDelayed(busy, 200);
  if (!shown) return null;
  return (
    <div className="absolute inset-x-0 top-0 sm:top-8">
      <Progress label="Loading" />
    </div>
  );
}
