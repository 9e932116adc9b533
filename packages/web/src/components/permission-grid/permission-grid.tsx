import { Lock } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { Checkbox } from "../checkbox/checkbox.tsx";
import { cx } from "../class-names.ts";
import {
  type Cell,
  cellsOf,
  columnActions,
  type GridRow,
  movedTo,
  type Place,
  permissionName,
} from "./grid-model.ts";

interface PermissionGridProps {
  /** Sorted by group. */
  readonly rows: readonly GridRow[];
  /** Names of permissions: `template:update`. */
  readonly value: ReadonlySet<string>;
  readonly onChange: (value: ReadonlySet<string>) => void;
  /** Why a permission cannot be changed; undefined when it can. */
  readonly lockedReason: (resource: string, action: string) => string | undefined;
  /** What the server refused at a cell. */
  readonly refused?: ReadonlyMap<string, string>;
  readonly label: string;
}

const place = (row: number, cell: number): string => `[data-place="${row}-${cell}"]`;

/** Resources and actions as a grid with one tab stop: arrows move between cells, Space changes one. */
export function PermissionGrid({
  rows,
  value,
  onChange,
  lockedReason,
  refused,
  label,
}: PermissionGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, cell: 0 });
  const current = at.row < rows.length ? at : { row: 0, cell: 0 };
  useAnnouncedCount(value.size);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedTo(rows, current, event.key, event.ctrlKey || event.metaKey);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`${place(next.row, next.cell)} input`)?.focus();
  };
  const change = (names: readonly string[], on: boolean) => {
    const next = new Set(value);
    for (const name of names) {
      if (on) next.add(name);
      else next.delete(name);
    }
    onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of checkboxes with one tab stop is a grid
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="rounded-card border bg-surface"
    >
      <GridHead />
      {rows.map((row, index) => (
        <GridLine
          key={row.resource}
          row={row}
          index={index}
          startsGroup={row.group !== rows[index - 1]?.group}
          tabCell={current.row === index ? current.cell : undefined}
          value={value}
          refused={refused}
          lockedReason={lockedReason}
          onFocus={(cell) => setAt({ row: index, cell })}
          onChange={change}
        />
      ))}
    </div>
  );
}

const columns =
  "sm:grid sm:grid-cols-[minmax(11rem,1.4fr)_repeat(4,3.5rem)_minmax(8rem,2fr)] sm:items-center";

function GridHead() {
  return (
    <div
      {...{ role: "row" }}
      className={cx(
        columns,
        "min-h-8 rounded-t-card border-border-subtle border-b bg-surface-sunken font-medium text-caption text-text-secondary max-sm:sr-only",
      )}
    >
      <span {...{ role: "columnheader" }} className="px-3">
        Resource
      </span>
      {columnActions.map((action) => (
        <span key={action} {...{ role: "columnheader" }} className="text-center">
          {action}
        </span>
      ))}
      <span {...{ role: "columnheader" }} className="px-2">
        more
      </span>
    </div>
  );
}

interface LineProps {
  readonly row: GridRow;
  readonly index: number;
  readonly startsGroup: boolean;
  readonly tabCell: number | undefined;
  readonly value: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string> | undefined;
  readonly lockedReason: (resource: string, action: string) => string | undefined;
  readonly onFocus: (cell: number) => void;
  readonly onChange: (names: readonly string[], on: boolean) => void;
}

function GridLine(props: LineProps) {
  const { row, index, startsGroup, value, lockedReason } = props;
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
          columns,
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
        </div>
        {columnActions.map((action, column) => (
          <GridCell key={action} {...props} cell={cells[column + 1] ?? null} at={column + 1} />
        ))}
        <div className="flex flex-wrap gap-1.5 px-2 max-sm:basis-full max-sm:px-0">
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
      {locked === undefined || !named ? null : (
        <Lock aria-hidden size={12} strokeWidth={1.75} className="text-text-tertiary" />
      )}
    </span>
  );
}

function useAnnouncedCount(count: number): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(
      () => announce(count === 1 ? "1 permission" : `${count} permissions`),
      500,
    );
    return () => clearTimeout(timer);
  }, [count]);
}
