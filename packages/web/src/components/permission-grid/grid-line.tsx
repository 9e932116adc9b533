import { ChevronDown, Lock } from "lucide-react";
import { Checkbox } from "../checkbox/checkbox.tsx";
import { cx } from "../class-names.ts";
import { type Cell, cellsOf, columnActions, type GridRow, permissionName } from "./grid-model.ts";

/** The columns of the grid where there is room for them. */
export const gridColumns =
  "sm:grid sm:grid-cols-[minmax(11rem,1.4fr)_repeat(4,3.5rem)_minmax(8rem,2fr)] sm:items-center";

interface LineProps {
  readonly row: GridRow;
  readonly index: number;
  readonly startsGroup: boolean;
  readonly tabCell: number | undefined;
  readonly value: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string> | undefined;
  readonly lockedReason: (resource: string, action: string) => string | undefined;
  /** Whether locks are drawn; not where everything is locked, which the page says. */
  readonly marksLocks: boolean;
  /** Whether a phone shows its actions. */
  readonly unfolded: boolean;
  readonly onUnfold: (on: boolean) => void;
  readonly onFocus: (cell: number) => void;
  readonly onChange: (names: readonly string[], on: boolean) => void;
}

/** A resource with its actions: a row of the grid, on a phone a part that folds. */
export function GridLine(props: LineProps) {
  const { row, index, startsGroup, value, lockedReason, unfolded } = props;
  const cells = cellsOf(row);
  const open = row.actions.filter((action) => lockedReason(row.resource, action) === undefined);
  const names = open.map((action) => permissionName(row.resource, action));
  const on = row.actions.filter((action) => value.has(permissionName(row.resource, action)));
  const more = cells.slice(1 + columnActions.length);
  return (
    <>
      {startsGroup ? (
        <p
          aria-hidden
          className="border-border-subtle border-b bg-canvas px-3 py-1.5 font-medium text-caption text-text-tertiary"
        >
          {row.group}
        </p>
      ) : null}
      <div
        {...{ role: "row" }}
        className={cx(
          gridColumns,
          "min-h-row border-border-subtle border-b py-1.5 last:border-b-0 hover:bg-fill-hover max-sm:flex max-sm:flex-wrap max-sm:gap-x-4 max-sm:gap-y-1 max-sm:px-3 max-sm:py-3",
        )}
      >
        <div
          {...{ role: "rowheader" }}
          className="flex min-w-0 items-start gap-2.5 px-3 max-sm:basis-full max-sm:px-0"
        >
          <span data-place={`${index}-0`} className="mt-0.5 flex">
            <Checkbox
              aria-label={`all of ${row.resource}`}
              tabIndex={props.tabCell === 0 ? 0 : -1}
              checked={on.length === row.actions.length}
              mixed={on.length > 0 && on.length < row.actions.length}
              disabledReason={open.length === 0 ? rowReason(row, lockedReason) : undefined}
              onFocus={() => props.onFocus(0)}
              onChange={() => props.onChange(names, !names.every((name) => value.has(name)))}
            />
          </span>
          <span className="flex min-w-0 flex-col">
            <code>{row.resource}</code>
            <span className="text-caption text-text-secondary">{row.meaning}</span>
          </span>
          <button
            type="button"
            tabIndex={-1}
            aria-expanded={unfolded}
            aria-label={`Permissions on ${row.resource}, ${on.length} of ${row.actions.length}`}
            onClick={() => props.onUnfold(!unfolded)}
            className="-my-1.5 ms-auto inline-flex min-h-9 shrink-0 items-center gap-1 rounded-control px-2 text-caption text-text-secondary tabular-nums hover:bg-fill sm:hidden pointer-coarse:min-h-11"
          >
            {on.length} of {row.actions.length}
            <ChevronDown
              aria-hidden
              size={16}
              strokeWidth={1.75}
              className={cx("transition-transform duration-120", unfolded && "rotate-180")}
            />
          </button>
        </div>
        {columnActions.map((action, column) => (
          <GridCell key={action} {...props} cell={cells[column + 1] ?? null} at={column + 1} />
        ))}
        <div
          className={cx(
            "flex flex-wrap gap-1.5 px-2 max-sm:basis-full max-sm:px-0",
            !unfolded && "max-sm:hidden",
          )}
        >
          {more.map((cell, offset) => (
            <GridCell
              key={cell?.kind === "action" ? cell.action : offset}
              {...props}
              cell={cell}
              at={1 + columnActions.length + offset}
              named
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** Why nothing of a row can be changed: the one reason of all its cells, else the sum of them. */
function rowReason(row: GridRow, lockedReason: LineProps["lockedReason"]): string {
  const reasons = new Set(row.actions.map((action) => lockedReason(row.resource, action)));
  const [only] = reasons;
  return reasons.size === 1 && only !== undefined ? only : "You hold none of these permissions.";
}

function GridCell({
  cell,
  at,
  named = false,
  row,
  index,
  tabCell,
  value,
  refused,
  lockedReason,
  marksLocks,
  unfolded,
  onFocus,
  onChange,
}: LineProps & { readonly cell: Cell; readonly at: number; readonly named?: boolean }) {
  if (cell === null || cell.kind === "row") {
    return (
      <span {...{ role: "gridcell" }} className="text-center text-text-tertiary max-sm:hidden">
        <span aria-hidden>–</span>
      </span>
    );
  }
  const name = permissionName(row.resource, cell.action);
  const locked = lockedReason(row.resource, cell.action);
  const wrong = refused?.get(name);
  const on = value.has(name);
  return (
    <span
      {...{ role: "gridcell" }}
      data-place={`${index}-${at}`}
      className={cx(
        "inline-flex items-center gap-1.5",
        named
          ? cx("h-7 rounded-control px-2", on ? "bg-fill-selected" : "bg-fill")
          : "justify-center sm:h-8",
        !unfolded && "max-sm:hidden",
        wrong !== undefined && "rounded-control bg-danger-bg outline-1 outline-danger-solid",
      )}
    >
      <Checkbox
        aria-label={`${cell.action} ${row.resource}`}
        tabIndex={tabCell === at ? 0 : -1}
        checked={on}
        disabledReason={wrong === undefined ? locked : undefined}
        title={wrong}
        onFocus={() => onFocus(at)}
        onChange={(event) => onChange([name], event.target.checked)}
      />
      <span
        aria-hidden
        className={cx(
          "text-caption",
          named ? "font-mono" : "sm:hidden",
          locked === undefined ? "" : "text-text-secondary",
        )}
      >
        {cell.action}
      </span>
      {locked === undefined || !marksLocks ? null : (
        <Lock aria-hidden size={12} strokeWidth={1.75} className="text-text-tertiary" />
      )}
    </span>
  );
}
