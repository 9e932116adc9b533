/** The roles of table elements, written out: the stacked layout of phones takes the elements' own away. */
export const roles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  title: { role: "rowheader" },
  cell: { role: "cell" },
} as const;
