import type { Db } from "./types.ts";
export async function schemaStatus(_db: Db): Promise<"ok" | "needs-migration" | "newer-breaking"> {
  return "ok";
}
