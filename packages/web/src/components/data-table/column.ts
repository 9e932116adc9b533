import type { ReactNode } from "react";

/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** The name by which the endpoint sorts; without it the head is plain text. */
  readonly sort?: string | undefined;
  /** `end` for numbers only. */
  readonly align?: "start" | "end";
  /** A width class (`w-40`); the first column takes what is left. */
  readonly width?: string;
  /** The width of the window from which it is a column of its own; in narrower ones it stands in the second line. */
  readonly from?: "md" | "lg" | "xl";
  /**
   * Its place in the stacked row below 640 px: the first column is the title; a status stands right of it, facts
   * below it with their label, the rest is left out.
   */
  readonly stacked?: "status" | "fact" | "none";
}

/** Which rows are picked, by key. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
}

/** How the list is ordered: the endpoint's name, with a minus for descending. */
export interface Sorting {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** How much room a window has for columns: stacked rows below 640 px, then 3, then 4, then nearly all, then all. */
export type Room = "stacked" | "sm" | "md" | "lg" | "xl";

const order = ["sm", "md", "lg", "xl"] as const;
const mostColumns = { sm: 3, md: 4 } as const;

/** Columns that have a place of their own, and those that stand in the second line of the row. */
export interface SplitColumns<Row> {
  readonly columns: readonly Column<Row>[];
  readonly others: readonly Column<Row>[];
}

/**
 * Takes the columns apart for a window (console guide §3.5). Stacked rows get all of them and choose by `stacked`. What
 * has to wait for a wider window goes first, then what stands last.
 */
export function splitColumns<Row>(columns: readonly Column<Row>[], room: Room): SplitColumns<Row> {
  if (room === "stacked" || room === "xl") return { columns, others: [] };
  const waits = ({ from }: Column<Row>) =>
    from !== undefined && order.indexOf(from) > order.indexOf(room);
  const fitting = columns.filter((column) => !waits(column));
  const most = room === "lg" ? fitting.length : mostColumns[room];
  const kept = new Set(fitting.slice(0, most));
  return {
    columns: columns.filter((column) => kept.has(column)),
    others: columns.filter((column) => !kept.has(column)),
  };
}

/** The value of `aria-sort` of a column. */
export function ariaSort(sort: string | undefined, sorting: Sorting | undefined) {
  if (sort === undefined || sorting === undefined) return undefined;
  if (sorting.value === sort) return "ascending";
  return sorting.value === `-${sort}` ? "descending" : "none";
}

/** What a click on the head of a column makes of the order: ascending first, then the other way. */
export function nextSort(sort: string, sorting: Sorting): string {
  return sorting.value === sort ? `-${sort}` : sort;
}
