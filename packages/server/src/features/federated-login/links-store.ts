import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";
import type { FederatedLoginType } from "./link-rules.ts";

/** A link as administrators see it. */
export interface ShownLink {
  login_type: FederatedLoginType;
  linked_id: string;
  last_login_at: Date | null;
  refresh_failed_at: Date | null;
  refresh_failure: string;
  created_at: Date;
  updated_at: Date;
}

/** The links of a user by login type; without tokens and claims. */
export async function listLinks(handle: Handle, userId: string): Promise<ShownLink[]> {
  const { rows } = await sql<ShownLink>`
    select l.login_type, l.linked_id, l.last_login_at, l.refresh_failed_at, l.refresh_failure,
      l.created_at, l.updated_at
    from user_links l where l.user_id = ${userId}::uuid order by l.login_type`.execute(handle);
  return rows;
}

/** Deletes a link and returns its linked id; null when there is none. */
export async function deleteLink(
  tx: Tx,
  userId: string,
  loginType: string,
): Promise<string | null> {
  const row = await tx
    .deleteFrom("user_links")
    .where("user_links.user_id", "=", userId)
    .where("user_links.login_type", "=", loginType)
    .returning("user_links.linked_id")
    .executeTakeFirst();
  return row?.linked_id ?? null;
}

/** Deletes the keys that sign-ins of one login type made; returns how many. */
export async function deleteKeysOfLoginType(
  tx: Tx,
  userId: string,
  loginType: FederatedLoginType,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom("api_keys")
    .where("api_keys.user_id", "=", userId)
    .where("api_keys.login_type", "=", loginType)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
