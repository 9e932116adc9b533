import { ChevronRight } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { memo } from "react";
import { IconButton } from "../button/icon-button.tsx";
import { Checkbox } from "../checkbox/checkbox.tsx";
import { cx } from "../class-names.ts";
import { Link } from "../link/link.tsx";
import type { MenuGroups } from "../menu/menu.tsx";
import type { Column } from "./column.ts";
import { roles } from "./roles.ts";
import { RowActions } from "./row-actions.tsx";

const interactive =
  "a, button, input, select, textarea, label, summary, [role=menu], [role=dialog]";

/** True for a click that means the row: not on something of its own, not the end of marking text. */
export function meansRow(event: MouseEvent): boolean {
  if (!(event.target instanceof Element) || event.defaultPrevented) return false;
  if (event.target.closest(interactive) !== null) return false;
  return (getSelection()?.toString() ?? "") === "";
}

/** Passes a click on the row to the link of its first cell, with its keys, so that it opens where it should. */
function followLink(event: MouseEvent<HTMLTableRowElement>): void {
  if (!meansRow(event)) return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>("a[data-row-link]");
  const { button, ctrlKey, metaKey, shiftKey } = event;
  link?.dispatchEvent(
    new globalThis.MouseEvent("click", {
      bubbles: true,
      cancelable: true,
      button,
      ctrlKey: ctrlKey || button === 1,
      metaKey,
      shiftKey,
    }),
  );
}

/** What the body of a table passes to each of its rows. */
export interface RowProps<Row> {
  readonly row: Row;
  readonly rowKey: string;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Columns without room of their own: they stand in the second line. */
  readonly others: readonly Column<Row>[];
  readonly to?: string | undefined;
  /** What the menu of the row holds, asked when it opens. */
  readonly actionsOf: (row: Row) => MenuGroups;
  /** `none` keeps the place of the menu, undefined is a table without actions. */
  readonly actions: "none" | "some" | undefined;
  readonly selected: boolean;
  readonly onSelect?: ((key: string, range: boolean) => void) | undefined;
  readonly onPeek?: ((key: string) => void) | undefined;
  /** The row was just rolled back: marked for a moment. */
  readonly failed: boolean;
  /** Its place in a list of which only a part is drawn, from 0, and what measures it. */
  readonly index?: number | undefined;
  readonly measure?: ((element: HTMLTableRowElement | null) => void) | undefined;
}

function TitleCell({
  to,
  children,
}: {
  readonly to?: string | undefined;
  readonly children: ReactNode;
}) {
  if (to === undefined)
    return (
      <span data-row-link="" tabIndex={-1} className="focus-inset rounded-small">
        {children}
      </span>
    );
  return (
    <Link
      to={to}
      look="quiet"
      data-row-link=""
      className="focus-inset -mx-1 inline-flex max-w-full items-center rounded-small px-1 font-medium text-text hover:text-accent-text"
    >
      {children}
    </Link>
  );
}

/** What has no column in this window, with its label. */
function SecondLine<Row>({
  row,
  columns,
}: {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
}) {
  return (
    <div className="flex flex-wrap gap-x-3 whitespace-normal pt-0.5 text-caption text-text-secondary">
      {columns.map((column) => (
        <span key={column.key} className="inline-flex min-w-0 items-center gap-1">
          <span className="text-text-tertiary">{column.label}</span>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}

function PlainRow<Row>({
  row,
  rowKey,
  name,
  columns,
  others,
  to,
  actionsOf,
  actions,
  selected,
  onSelect,
  onPeek,
  failed,
  index,
  measure,
}: RowProps<Row>) {
  return (
    <tr
      {...roles.row}
      ref={measure}
      data-row={rowKey}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      aria-selected={onSelect === undefined ? undefined : selected}
      onClick={to === undefined ? undefined : followLink}
      onAuxClick={to === undefined ? undefined : followLink}
      className={cx(
        "group h-row transition-colors duration-80 last:*:border-b-0 max-sm:flex max-sm:border-border-subtle max-sm:border-b max-sm:last:border-b-0 max-sm:h-auto max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:px-3 max-sm:py-2.5",
        to !== undefined && "cursor-pointer",
        failed
          ? "bg-danger-bg"
          : selected
            ? "bg-fill-selected hover:bg-fill-selected-hover"
            : "hover:bg-fill-hover",
      )}
    >
      {onSelect === undefined ? null : (
        <td
          {...roles.cell}
          className="w-10 border-border-subtle border-b ps-3 max-sm:w-auto max-sm:border-b-0 max-sm:ps-0"
        >
          <Checkbox
            aria-label={`Select ${name}`}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => onSelect(rowKey, event.shiftKey)}
            className="align-middle"
          />
        </td>
      )}
      {columns.map((column, at) => {
        const classes = cx(
          "h-row max-w-0 truncate border-border-subtle border-b px-3 py-1.5 align-middle text-dense *:align-middle max-sm:h-auto max-sm:max-w-none max-sm:whitespace-normal max-sm:border-b-0 max-sm:p-0 max-sm:[overflow-wrap:anywhere]",
          column.align === "end" ? "text-end tabular-nums" : "text-start",
          at === 0 && "max-sm:min-w-0 max-sm:grow max-sm:basis-0",
          at > 0 && (column.stacked ?? "none") === "none" && "max-sm:hidden",
          column.stacked === "fact" &&
            "max-sm:order-last max-sm:flex max-sm:basis-full max-sm:gap-2 max-sm:pt-1 max-sm:text-start",
        );
        if (at === 0) {
          return (
            <th
              key={column.key}
              {...roles.title}
              scope="row"
              className={cx(classes, "font-normal")}
            >
              <TitleCell to={to}>{column.cell(row)}</TitleCell>
              {others.length === 0 ? null : <SecondLine row={row} columns={others} />}
            </th>
          );
        }
        const content = column.cell(row);
        return (
          <td key={column.key} {...roles.cell} title={cutTitle(content)} className={classes}>
            {column.stacked === "fact" ? (
              <span className="w-32 shrink-0 whitespace-normal text-text-tertiary sm:hidden">
                {column.label}
              </span>
            ) : null}
            {content}
          </td>
        );
      })}
      {actions === undefined ? null : (
        <td
          {...roles.cell}
          className="whitespace-nowrap border-border-subtle border-b px-2 text-end max-sm:w-auto max-sm:border-b-0 max-sm:p-0"
        >
          {onPeek === undefined ? null : (
            <IconButton
              label={`Look into ${name}`}
              onClick={() => onPeek(rowKey)}
              icon={<ChevronRight aria-hidden size={16} strokeWidth={1.75} />}
            />
          )}
          {actions === "some" ? <RowActions name={name} items={() => actionsOf(row)} /> : null}
        </td>
      )}
    </tr>
  );
}

/** Texts that may be longer than their column have it all on hover; others would only be told twice. */
function cutTitle(content: ReactNode): string | undefined {
  return typeof content === "string" && content.length > 12 ? content : undefined;
}

/** A row; drawn again only when something of it changed, whatever the page around it does. */
export const TableRow = memo(PlainRow) as typeof PlainRow;
