import { Check, X } from "lucide-react";
import { Popover } from "../../components/popover/popover.tsx";
import type { ColumnName, Entry } from "./entries.ts";
import type { RowResult } from "./run.ts";

/** Height of a row in pixels. */
export const rowHeight = 44;

/** A column and what it is called. */
export interface Column {
  readonly column: ColumnName;
  readonly label: string;
}

/** A row of the file with its result; its cells can be changed where that is taken. */
export function ImportRow({
  at,
  columns,
  entry,
  result,
  onEdit,
}: {
  readonly at: number;
  readonly columns: readonly Column[];
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
      {columns.map(({ column, label }) => (
        <td key={column} className="px-2">
          <Cell
            label={`${label}, row ${entry.line}`}
            value={entry.values[column]}
            onChange={onEdit === undefined ? undefined : (value) => onEdit(column, value)}
          />
        </td>
      ))}
      <td className="px-2">
        <Result line={entry.line} result={result} />
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
      className="h-7 w-full truncate rounded-small border border-transparent bg-transparent px-1 hover:border-border focus:border-border-control"
    />
  );
}

function Result({
  line,
  result,
}: {
  readonly line: number;
  readonly result: RowResult | undefined;
}) {
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
  const label = `Why row ${line} is refused`;
  return (
    <Popover
      label={label}
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${text}`}
          className="flex w-full min-w-0 items-center gap-1.5 rounded-small text-danger-text hover:underline"
        >
          <X aria-hidden size={14} strokeWidth={2} className="shrink-0" />
          <span className="truncate">{text}</span>
        </button>
      }
    >
      <p className="mb-2 text-h3">{label}</p>
      <ul className="flex list-none flex-col gap-1 text-dense">
        {result.faults.map((fault) => (
          <li key={fault} className="wrap-anywhere">
            {fault}
          </li>
        ))}
      </ul>
    </Popover>
  );
}
