import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Checkbox } from "../checkbox/checkbox.tsx";
import { cx } from "../class-names.ts";
import { ariaSort, type Column, nextSort, type Sorting } from "./column.ts";
import { roles } from "./roles.ts";

const cell =
  "h-8 border-border-subtle border-b bg-surface-sunken px-3 font-medium text-caption text-text-secondary first:rounded-ss-card last:rounded-se-card";

function SortButton({
  label,
  sort,
  sorting,
  end,
}: {
  readonly label: string;
  readonly sort: string;
  readonly sorting: Sorting;
  readonly end: boolean;
}) {
  const state = ariaSort(sort, sorting);
  const Icon =
    state === "ascending" ? ArrowUp : state === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      onClick={() => sorting.onChange(nextSort(sort, sorting))}
      className={cx(
        "-mx-1 inline-flex h-6 items-center gap-1 rounded-small px-1 hover:text-text",
        end && "flex-row-reverse",
        state !== "none" && "text-text",
      )}
    >
      {label}
      <Icon
        aria-hidden
        size={12}
        strokeWidth={2}
        className={state === "none" ? "text-text-tertiary" : "text-accent-text"}
      />
    </button>
  );
}

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting | undefined;
  /** The checkbox that picks the page; undefined where nothing can be picked. */
  readonly all:
    | { readonly checked: boolean; readonly mixed: boolean; readonly onChange: () => void }
    | undefined;
  readonly hasActions: boolean;
  /** The actions have the button that looks into the row beside them. */
  readonly canPeek: boolean;
}

/** The head of a table. It sticks below the top bar; its cells carry the radius of the frame. */
export function TableHead<Row>({ columns, sorting, all, hasActions, canPeek }: HeadProps<Row>) {
  return (
    <thead {...roles.group} className="max-sm:sr-only lg:layer-sticky lg:sticky lg:top-12">
      <tr {...roles.row}>
        {all === undefined ? null : (
          <td {...roles.cell} className={cx(cell, "w-10 pe-0")}>
            <Checkbox
              aria-label="Select all rows of this page"
              checked={all.checked}
              mixed={all.mixed}
              onChange={all.onChange}
            />
          </td>
        )}
        {columns.map((column) => (
          <th
            key={column.key}
            {...roles.head}
            scope="col"
            aria-sort={ariaSort(column.sort, sorting)}
            className={cx(cell, column.width, column.align === "end" ? "text-end" : "text-start")}
          >
            {column.sort === undefined || sorting === undefined ? (
              column.label
            ) : (
              <SortButton
                label={column.label}
                sort={column.sort}
                sorting={sorting}
                end={column.align === "end"}
              />
            )}
          </th>
        ))}
        {hasActions ? (
          <th {...roles.head} scope="col" className={cx(cell, canPeek ? "w-22" : "w-12")}>
            <span className="sr-only">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
