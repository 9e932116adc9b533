/** A resource and what can be permitted on it. */
export interface GridRow {
  readonly resource: string;
  /** One line: what it is. */
  readonly meaning: string;
  /** Name of the group of rows: "Work". */
  readonly group: string;
  readonly actions: readonly string[];
}

/** The actions that have columns of their own. */
export const columnActions = ["create", "read", "update", "delete"] as const;

/** A place in the grid: the row's own checkbox, or an action; null where a column has no action. */
export type Cell =
  | { readonly kind: "row" }
  | { readonly kind: "action"; readonly action: string }
  | null;

/** The name of a permission: `template:update`. */
export function permissionName(resource: string, action: string): string {
  return `${resource}:${action}`;
}

/** The actions of a row that have no column. */
export function moreActions(row: GridRow): readonly string[] {
  const columns: readonly string[] = columnActions;
  return row.actions.filter((action) => !columns.includes(action));
}

/** The cells of a row from left to right: itself, the four columns, the rest. */
export function cellsOf(row: GridRow): readonly Cell[] {
  const action = (name: string): Cell =>
    row.actions.includes(name) ? { kind: "action", action: name } : null;
  return [
    { kind: "row" },
    ...columnActions.map(action),
    ...moreActions(row).map((name) => ({ kind: "action" as const, action: name })),
  ];
}

/** A place by row and cell. */
export interface Place {
  readonly row: number;
  readonly cell: number;
}

const lastCell = (rows: readonly GridRow[], row: number): number => {
  const found = rows[row];
  return found === undefined ? 0 : cellsOf(found).length - 1;
};

/** The nearest real cell at a place or before it. */
function settled(rows: readonly GridRow[], place: Place): Place {
  const row = rows[place.row];
  if (row === undefined) return { row: 0, cell: 0 };
  const cells = cellsOf(row);
  let cell = Math.min(place.cell, cells.length - 1);
  while (cell > 0 && cells[cell] === null) cell -= 1;
  return { row: place.row, cell };
}

function sideways(rows: readonly GridRow[], place: Place, by: 1 | -1): Place {
  const row = rows[place.row];
  const cells = row === undefined ? [] : cellsOf(row);
  let cell = place.cell + by;
  while (cell > 0 && cell < cells.length && cells[cell] === null) cell += by;
  return cell < 0 || cell >= cells.length ? place : { row: place.row, cell };
}

function groupStart(rows: readonly GridRow[], from: number, by: 1 | -1): number {
  const starts = rows.flatMap((row, at) => (row.group === rows[at - 1]?.group ? [] : [at]));
  const wanted = by === 1 ? starts.find((at) => at > from) : starts.findLast((at) => at < from);
  return wanted ?? (by === 1 ? rows.length - 1 : 0);
}

/** Where a key leads from a place; undefined for keys that the grid leaves alone. */
export function movedTo(
  rows: readonly GridRow[],
  place: Place,
  key: string,
  control: boolean,
): Place | undefined {
  switch (key) {
    case "ArrowRight":
      return sideways(rows, place, 1);
    case "ArrowLeft":
      return sideways(rows, place, -1);
    case "ArrowDown":
      return settled(rows, { ...place, row: Math.min(place.row + 1, rows.length - 1) });
    case "ArrowUp":
      return settled(rows, { ...place, row: Math.max(place.row - 1, 0) });
    case "Home":
      return { row: control ? 0 : place.row, cell: 0 };
    case "End": {
      const row = control ? rows.length - 1 : place.row;
      return settled(rows, { row, cell: lastCell(rows, row) });
    }
    case "PageDown":
      return settled(rows, { ...place, row: groupStart(rows, place.row, 1) });
    case "PageUp":
      return settled(rows, { ...place, row: groupStart(rows, place.row, -1) });
    default:
      return undefined;
  }
}
