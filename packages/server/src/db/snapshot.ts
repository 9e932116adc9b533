import { type RawBuilder, sql } from "kysely";
import { handoff } from "../platform/handoff.ts";
import type { Db, Tx } from "./types.ts";

const batchSize = 500;

/** Longest that a reader may take for the whole result; a slower one would hold back the clean-up of old rows. */
const maxReadMs = 600_000;

/**
 * Reads the rows of one statement in batches from one snapshot of the database, in constant memory. Holds a
 * connection until the last batch, the first failure, or the end of the loop over it. A reader who takes longer
 * than a minute for a batch or ten minutes for all of them is cut off with an error.
 */
export async function* readInBatches<T>(db: Db, statement: RawBuilder<T>): AsyncGenerator<T[]> {
  const batches = handoff<T[]>();
  // The connection goes back to the pool however this ends, which only a whole transaction guarantees.
  const reading = db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((tx) => fetchAll(tx, statement, batches.give))
    .then(
      () => batches.end(),
      (error: unknown) => batches.fail(error),
    );
  try {
    for (;;) {
      const batch = await batches.take();
      if (batch === undefined) return;
      yield batch;
    }
  } finally {
    batches.close();
    await reading;
  }
}

async function fetchAll<T>(
  tx: Tx,
  statement: RawBuilder<T>,
  give: (batch: T[]) => Promise<boolean>,
): Promise<void> {
  await sql`declare batches no scroll cursor for ${statement}`.execute(tx);
  const until = performance.now() + maxReadMs;
  for (;;) {
    const { rows } = await sql<T>`fetch ${sql.lit(batchSize)} from batches`.execute(tx);
    const wanted = rows.length > 0 && (await give(rows));
    if (!wanted || rows.length < batchSize) return;
    if (performance.now() > until) throw new Error("the reader of a snapshot is too slow");
  }
}
