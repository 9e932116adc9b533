/** Tells on standard error which table is done, so that a long run shows how far it is. */
export function tableProgress(done: string): (table: string, rows: number) => void {
  return (table, rows) => {
    if (rows > 0) process.stderr.write(`${done} ${table}: ${countRows(rows)}\n`);
  };
}

/** "1 row", "1,234 rows". */
export function countRows(rows: number): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
}
