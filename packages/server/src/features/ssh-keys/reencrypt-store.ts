import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";
import type { StoredSecret } from "../../platform/keyring.ts";
import type { Resealed } from "../encryption/index.ts";

/** A pair whose private half is not under the key that encrypts now. */
export interface SealedPair {
  userId: string;
  privateKey: StoredSecret;
}

/** Pairs with a private half in clear or under another key than `active`, in the order of users. */
export async function listPairsUnderOtherKeys(
  handle: Handle,
  page: { active: string; after: SealedPair | null; limit: number },
): Promise<SealedPair[]> {
  const after = page.after?.userId ?? null;
  const { rows } = await sql<{ user_id: string; text: string; key_id: string | null }>`
    select g.user_id, g.private_key as text, g.private_key_key_id as key_id from gitsshkeys g
    where g.private_key <> '' and g.private_key_key_id is distinct from ${page.active}
      and (${after}::uuid is null or g.user_id > ${after}::uuid)
    order by g.user_id limit ${page.limit}`.execute(handle);
  return rows.map((row) => ({
    userId: row.user_id,
    privateKey: { text: row.text, keyId: row.key_id },
  }));
}

/** Replaces stored private halves, except those that are not what was read any more. */
export async function replaceSealedKeys(
  handle: Handle,
  changes: readonly Resealed<SealedPair, StoredSecret>[],
): Promise<void> {
  await sql`
    update gitsshkeys g set private_key = w.text, private_key_key_id = w.key_id
    from unnest(
      ${changes.map(({ old }) => old.userId)}::uuid[], ${changes.map(({ old }) => old.privateKey.text)}::text[],
      ${changes.map(({ fresh }) => fresh.text)}::text[], ${changes.map(({ fresh }) => fresh.keyId)}::text[]
    ) as w(user_id, old, text, key_id)
    where g.user_id = w.user_id and g.private_key = w.old`.execute(handle);
}
