import type { Deps } from "../../context/deps.ts";

const batchSize = 200;

/** A row and what its values become. */
export interface Resealed<Row, Fresh> {
  readonly old: Row;
  readonly fresh: Fresh;
}

/** How the rows of one table come under another key. */
export interface Reencryption<Row, Fresh> {
  /** Rows with a value in clear or under another key than `active`, ordered, behind `after`. */
  list(page: { active: string; after: Row | null; limit: number }): Promise<Row[]>;
  /** Encrypts a row's values again. Throws where no key opens them. */
  seal(row: Row): Fresh;
  /** Stores them in one statement, except for rows that somebody changed meanwhile. */
  replace(changes: readonly Resealed<Row, Fresh>[]): Promise<void>;
}

/**
 * Encrypts what is stored in clear or under an old key with the first key, so that the old one can go
 * (spec federated-login §8.3). Rows that change meanwhile, and those that no key opens, are left for the next run.
 */
export async function reencryptRows<Row extends { readonly userId: string }, Fresh>(
  { keyring, log }: Pick<Deps, "keyring" | "log">,
  { list, replace, seal }: Reencryption<Row, Fresh>,
): Promise<void> {
  const [active] = keyring.digests;
  if (active === undefined) return;
  let after: Row | null = null;
  for (;;) {
    const rows: Row[] = await list({ active, after, limit: batchSize });
    const changes = rows.flatMap((old) => {
      try {
        return { old, fresh: seal(old) };
      } catch (error) {
        log.warn({ err: error, user_id: old.userId }, "a stored secret cannot be re-encrypted");
        return [];
      }
    });
    if (changes.length > 0) await replace(changes);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last;
  }
}
