import { counted } from "../platform/counted.ts";

/** Tells on standard error which table is done, so that a long run shows how far it is. */
export function tableProgress(done: string): (table: string, rows: number) => void {
  return (table, rows) => {
    if (rows > 0) process.stderr.write(`${done} ${table}: ${counted(rows, "row")}\n`);
  };
}
