import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** Stored settings by key; a missing key was never set. */
export type StoredSettings = ReadonlyMap<string, string>;

/** The settings of a user with the given keys. */
export async function readSettings(
  handle: Handle,
  userId: string,
  keys: readonly string[],
): Promise<StoredSettings> {
  const rows = await handle
    .selectFrom("user_configs")
    .select(["user_configs.key", "user_configs.value"])
    .where("user_configs.user_id", "=", userId)
    .where(sql<boolean>`user_configs.key = any(${[...keys]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.key, row.value]));
}

/** Stores settings in one statement; the last write of each key wins. */
export async function writeSettings(
  tx: Tx,
  userId: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const keys = Object.keys(settings).sort();
  if (keys.length === 0) return;
  await sql`
    insert into user_configs (user_id, key, value)
    select ${userId}::uuid, s.key, s.value
    from unnest(${keys}::text[], ${keys.map((key) => settings[key] ?? "")}::text[]) as s(key, value)
    on conflict (user_id, key) do update set value = excluded.value`.execute(tx);
}
