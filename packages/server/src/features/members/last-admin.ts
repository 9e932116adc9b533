import { fail } from "@gatehouse/contract";
import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { isAdministeredWithout } from "./store.ts";

/** What tells whether a membership counts as an administrator's. */
interface AdminFacts {
  roles: readonly string[];
  status: string;
}

/** Whether the member administers the organization now. */
export function countsAsAdmin(member: AdminFacts): boolean {
  return member.roles.includes("organization-admin") && member.status !== "suspended";
}

/**
 * Refuses a change that would leave an organization without an active organization admin while the
 * deployment has no owner (spec organizations §4.8); call it in the transaction of the change, before the
 * change, with the admins who will be none afterwards. The lock orders two admins who demote each other at
 * the same moment, and both against an owner's demotion.
 */
export async function refuseLosingLastAdmin(
  tx: Tx,
  organizationId: string,
  userIds: readonly string[],
): Promise<void> {
  await advisoryLock(tx, "lastOwner");
  if (!(await isAdministeredWithout(tx, organizationId, userIds))) fail("last_organization_admin");
}
