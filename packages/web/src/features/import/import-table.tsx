import { useVirtualizer } from "@tanstack/react-virtual";
import { Check, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { cx } from "../../components/class-names.ts";
import type { ColumnName, Entry } from "./entries.ts";
import type { RowResult } from "./run.ts";

/** What a column is called; those that are not always shown are, once a row says something there. */
const allColumns: readonly (readonly [column: ColumnName, label: string, isAlways: boolean])[] = [
  ["email", "Email", true],
  ["username", "Username", true],
  ["name", "Full name", false],
  ["login_type", "Sign-in", false],
  ["user_status", "Status", false],
  ["service_account", "Service account", false],
  ["roles", "Roles", true],
  ["organizations", "Organizations", true],
];

/** Below, every row is drawn: the browser then finds texts in all of them. */
const virtualFrom = 201;
const rowHeight = 44;
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
        ([column, , isAlways]) => isAlways || entries.some(({ values }) => values[column] !== ""),
      ),
    [entries],
  );
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
          className={cx("w-full table-fixed", shown.length > 4 ? "min-w-280" : "min-w-200")}
        >
          <caption className="sr-only">Rows of the file</caption>
          <thead className="layer-sticky sticky top-0 bg-surface-sunken">
            <tr aria-rowindex={1}>
              <th scope="col" className={`${headLook} w-12`}>
                Row
              </th>
              {shown.map(([column, label]) => (
                <th key={column} scope="col" className={headLook}>
                  {label}
                </th>
              ))}
              <th scope="col" className={`${headLook} w-60`}>
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
                <Row
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

function Row({
  at,
  columns,
  entry,
  result,
  onEdit,
}: {
  readonly at: number;
  readonly columns: typeof allColumns;
  readonly entry: Entry;
  readonly result: RowResult | undefined;
  readonly onEdit: ((column: ColumnName, value: string) => void) | undefined;
}) {
  return (
    <tr
      aria-rowindex={at + 2}
      className="border-border-subtle border-t text-dense"
      style={{ height: rowHeight }}
    >
      <th scope="row" className="px-2 text-start font-normal text-text-tertiary tabular-nums">
        {entry.line}
      </th>
      {columns.map(([column, label]) => (
        <td key={column} className="px-2">
          <Cell
            label={`${label}, row ${entry.line}`}
            value={entry.values[column]}
            onChange={onEdit === undefined ? undefined : (value) => onEdit(column, value)}
          />
        </td>
      ))}
      <td className="px-2">
        <Result result={result} />
      </td>
    </tr>
  );
}

function Cell({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: ((value: string) => void) | undefined;
}) {
  if (onChange === undefined) {
    return (
      <span className="block truncate" title={value}>
        {value}
      </span>
    );
  }
  return (
    <input
      aria-label={label}
      defaultValue={value}
      onBlur={(event) => {
        if (event.target.value !== value) onChange(event.target.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        // The field keeps the focus: the verdict stands beside it.
        if (key === "Enter" && currentTarget.value !== value) onChange(currentTarget.value);
        if (key === "Escape") currentTarget.value = value;
      }}
      className="h-7 w-full rounded-small border border-transparent bg-transparent px-1 hover:border-border focus:border-border-control"
    />
  );
}

function Result({ result }: { readonly result: RowResult | undefined }) {
  if (result === undefined) return <span className="text-text-tertiary">waiting</span>;
  if (result.state !== "refused") {
    return (
      <span className="inline-flex items-center gap-1.5 text-success-text">
        <Check aria-hidden size={14} strokeWidth={2} />
        {result.state}
      </span>
    );
  }
  const text = result.faults.join(" · ");
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-danger-text" title={text}>
      <X aria-hidden size={14} strokeWidth={2} className="shrink-0" />
      <span className="truncate">{text}</span>
    </span>
  );
}
