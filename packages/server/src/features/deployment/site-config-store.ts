import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Deployment-wide settings by key (spec deployment §12); missing keys are absent. */
export async function readSiteConfigs(
  handle: Handle,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; value: string }>`
    select c.key, c.value from site_configs c where c.key = any(${[...keys]}::text[])`.execute(
    handle,
  );
  return new Map(rows.map((row) => [row.key, row.value]));
}

/** Stores one deployment-wide setting. */
export async function writeSiteConfig(handle: Handle, key: string, value: string): Promise<void> {
  await sql`
    insert into site_configs (key, value) values (${key}, ${value})
    on conflict (key) do update set value = excluded.value`.execute(handle);
}
