import { fail } from "@gatehouse/contract";
import { sql } from "kysely";
import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";

/**
 * Refuses a change that would leave no owner who can sign in; call it in the transaction of the change,
 * before the change, whenever `userId` counts as an owner now and will not afterwards
 * (spec users §9). The advisory lock orders two owners who demote each other at the same moment.
 */
export async function refuseLosingLastOwner(tx: Tx, userId: string): Promise<void> {
  await advisoryLock(tx, "lastOwner");
  const { rows } = await sql<{ others: boolean }>`
    select exists (
      select 1 from users u
      where u.id <> ${userId}::uuid and 'owner' = any(u.rbac_roles) and not u.deleted
        and u.status <> 'suspended' and not u.is_system and not u.is_service_account
        and u.login_type in ('password', 'oidc', 'github')
    ) as others`.execute(tx);
  if (!rows[0]?.others) fail("last_owner");
}
