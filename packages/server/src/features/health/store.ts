import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Asks the database for nothing, to see how long it takes. */
export async function ping(handle: Handle): Promise<void> {
  await sql`select 1`.execute(handle);
}
