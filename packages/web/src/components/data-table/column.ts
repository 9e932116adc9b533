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
  /** The width of the window from which it is a column of its own. */
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

const from = {
  md: "max-md:sm:hidden",
  lg: "max-lg:sm:hidden",
  xl: "max-xl:sm:hidden",
} as const;

/** Classes that hide a column where the window is too narrow for it. */
export function columnVisibility<Row>(column: Column<Row>): string {
  return column.from === undefined ? "" : from[column.from];
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
