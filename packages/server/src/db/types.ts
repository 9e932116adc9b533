import type { Kysely, Transaction } from "kysely";
import type { DB } from "./tables.gen.ts";

/** The database outside a transaction: each statement runs on its own connection of the pool. */
export type Db = Kysely<DB>;

/** The handle of one open transaction; passed on explicitly, never stored. */
export type Tx = Transaction<DB>;

/** What a store function accepts: the pool or an open transaction. */
export type Handle = Db | Tx;
