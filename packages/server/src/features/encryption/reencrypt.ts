import type { Deps } from "../../context/deps.ts";

const batchSize = 200;

/** How the rows of one table come under another key. */
export interface Reencryption<Row> {
  /** Rows with a value in clear or under another key than `active`, ordered, behind `after`. */
  list(page: { active: string; after: Row | null; limit: number }): Promise<Row[]>;
  /** Encrypts the row's values again, unless somebody changed them meanwhile. */
  replace(row: Row): Promise<void>;
}

/**
 * Encrypts what is stored in clear or under an old key with the first key, so that the old one can go
 * (spec federated-login §8.3). Rows that change meanwhile, and those that no key opens, are left for the next run.
 */
export async function reencryptRows<Row extends { readonly userId: string }>(
  { keyring, log }: Pick<Deps, "keyring" | "log">,
  { list, replace }: Reencryption<Row>,
): Promise<void> {
  const [active] = keyring.digests;
  if (active === undefined) return;
  let after: Row | null = null;
  for (;;) {
    const rows: Row[] = await list({ active, after, limit: batchSize });
    for (const row of rows) {
      try {
        await replace(row);
      } catch (error) {
        log.warn({ err: error, user_id: row.userId }, "a stored secret cannot be re-encrypted");
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last;
  }
}
