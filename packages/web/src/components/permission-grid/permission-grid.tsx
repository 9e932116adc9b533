import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { announce } from "../../lib/announce.ts";
import { cx } from "../class-names.ts";
import { GridLine, gridColumns } from "./grid-line.tsx";
import { columnActions, type GridRow, movedTo, type Place, permissionName } from "./grid-model.ts";

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

/**
 * Resources and actions as a grid with one tab stop: arrows move between cells, Space changes one. On a phone each
 * resource unfolds its actions; those of which something is on are open from the first moment.
 */
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
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(() => chosenRows(rows, value));
  const unfold = (resource: string, on: boolean) => {
    const next = new Set(unfolded);
    if (on) next.add(resource);
    else next.delete(resource);
    setUnfolded(next);
  };
  useAnnouncedCount(value.size);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedTo(rows, current, event.key, event.ctrlKey || event.metaKey);
    if (next === undefined) return;
    event.preventDefault();
    // What is folded cannot be focused: keys unfold where they go.
    flushSync(() => {
      setAt(next);
      const { resource } = rows[next.row] ?? {};
      if (next.cell > 0 && resource !== undefined) unfold(resource, true);
    });
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
  const isAllLocked = rows.every(({ resource, actions }) =>
    actions.every((action) => lockedReason(resource, action) !== undefined),
  );
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
          marksLocks={!isAllLocked}
          unfolded={
            unfolded.has(row.resource) ||
            row.actions.some((action) => refused?.has(permissionName(row.resource, action)))
          }
          onUnfold={(on) => unfold(row.resource, on)}
          onFocus={(cell) => setAt({ row: index, cell })}
          onChange={change}
        />
      ))}
    </div>
  );
}

/** The resources of which something is permitted. */
function chosenRows(rows: readonly GridRow[], value: ReadonlySet<string>): ReadonlySet<string> {
  const chosen = rows.filter(({ resource, actions }) =>
    actions.some((action) => value.has(permissionName(resource, action))),
  );
  return new Set(chosen.map(({ resource }) => resource));
}

function GridHead() {
  return (
    <div
      {...{ role: "row" }}
      className={cx(
        gridColumns,
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
