import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { cx } from "../../components/class-names.ts";
import type { ColumnName, Entry } from "./entries.ts";
import { type Column, ImportRow, rowHeight } from "./import-row.tsx";
import type { RowResult } from "./run.ts";

/**
 * What a column is called; those that are not always shown are, once a row says something there. The width is for a table
 * of more columns than the usual ones; without one, columns share what is left.
 */
const allColumns: readonly (Column & { readonly isUsual?: true; readonly width?: string })[] = [
  { column: "email", label: "Email", isUsual: true, width: "w-44" },
  { column: "username", label: "Username", isUsual: true },
  { column: "name", label: "Full name" },
  { column: "login_type", label: "Sign-in", width: "w-22" },
  { column: "user_status", label: "Status", width: "w-22" },
  { column: "service_account", label: "Service account" },
  { column: "roles", label: "Roles", isUsual: true },
  { column: "organizations", label: "Organizations", isUsual: true },
];

const usualColumns = allColumns.filter(({ isUsual }) => isUsual).length;

/** Below, every row is drawn: the browser then finds texts in all of them. */
const virtualFrom = 201;
const headLook = "h-8 px-2 text-start font-medium text-caption text-text-secondary";

/** The rows of a file with what the server says about each. Cells can be changed while nothing is created yet. */
export function ImportTable({
  entries,
  results,
  onEdit,
}: {
  readonly entries: readonly Entry[];
  readonly results: ReadonlyMap<number, RowResult>;
  readonly onEdit: ((index: number, column: ColumnName, value: string) => void) | undefined;
}) {
  // What was refused when the filter was set stays, mended or not: a row must not vanish under the hand.
  const [kept, setKept] = useState<ReadonlySet<number> | null>(null);
  const shown = useMemo(
    () =>
      allColumns.filter(
        ({ column, isUsual }) => isUsual || entries.some(({ values }) => values[column] !== ""),
      ),
    [entries],
  );
  const isWide = shown.length > usualColumns;
  const isRefused = (index: number) => results.get(index)?.state === "refused";
  const frame = useRef<HTMLDivElement>(null);
  const some =
    kept === null
      ? undefined
      : [...entries.keys()].filter((index) => kept.has(index) || isRefused(index));
  const count = some?.length ?? entries.length;
  const isVirtual = count >= virtualFrom;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const items = isVirtual
    ? rows.getVirtualItems()
    : Array.from({ length: count }, (_row, index) => ({
        index,
        start: index * rowHeight,
        end: (index + 1) * rowHeight,
      }));
  return (
    <div className="flex flex-col gap-3">
      <CheckboxRow
        label="Only refused rows"
        checked={kept !== null}
        onChange={(event) =>
          setKept(event.target.checked ? new Set([...entries.keys()].filter(isRefused)) : null)
        }
      />
      <section
        ref={frame}
        aria-label="Rows of the file"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset max-h-[60vh] overflow-auto rounded-card border bg-surface"
      >
        <table
          aria-rowcount={count + 1}
          className={cx("w-full table-fixed", isWide ? "min-w-280" : "min-w-200")}
        >
          <caption className="sr-only">Rows of the file</caption>
          <thead className="layer-sticky sticky top-0 bg-surface-sunken">
            <tr aria-rowindex={1}>
              <th scope="col" className={`${headLook} w-12`}>
                Row
              </th>
              {shown.map(({ column, label, width }) => (
                <th key={column} scope="col" className={cx(headLook, isWide && width)}>
                  {label}
                </th>
              ))}
              <th scope="col" className={cx(headLook, isWide ? "w-56" : "w-1/4")}>
                Result
              </th>
            </tr>
          </thead>
          <tbody>
            <Gap height={items[0]?.start ?? 0} />
            {items.map((item) => {
              const index = some === undefined ? item.index : (some[item.index] ?? 0);
              const entry = entries[index];
              return entry === undefined ? null : (
                <ImportRow
                  key={index}
                  at={item.index}
                  columns={shown}
                  entry={entry}
                  result={results.get(index)}
                  onEdit={
                    onEdit === undefined
                      ? undefined
                      : (column, value) => onEdit(index, column, value)
                  }
                />
              );
            })}
            <Gap height={isVirtual ? rows.getTotalSize() - (items.at(-1)?.end ?? 0) : 0} />
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** The place of rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  return height === 0 ? null : <tr aria-hidden style={{ height }} />;
}
