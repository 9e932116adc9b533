import { samePermissions, systemRole, systemRoleNames } from "@gatehouse/rbac";
import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import {
  readSystemRoles,
  type StoredSystemRoles,
  type SystemRoleWrite,
  writeSystemRoles,
} from "./system-roles-store.ts";

/**
 * Makes the stored system roles what code and sharing mode say: missing rows are created, different ones
 * replaced, equal ones left alone (spec authorization §5.5). For one organization, or for all at start.
 * Takes the lock that orders all writers of system roles, so that two releases do not fight.
 */
export async function reconcileSystemRoles(
  tx: Tx,
  now: Date,
  organizationId: string | null = null,
): Promise<void> {
  await advisoryLock(tx, "systemRoles");
  const stored = await readSystemRoles(tx, organizationId);
  const writes = stored.flatMap(missingOrDifferent);
  if (writes.length > 0) await writeSystemRoles(tx, now, writes);
}

function missingOrDifferent(organization: StoredSystemRoles): SystemRoleWrite[] {
  return systemRoleNames.flatMap((name) => {
    const { org, member } = systemRole(name, organization.sharing);
    const row = organization.roles.find((role) => role.name === name);
    const same =
      row !== undefined &&
      row.site.length + row.user.length === 0 &&
      samePermissions(row.org, org) &&
      samePermissions(row.member, member);
    return same ? [] : [{ id: newId(), organizationId: organization.id, name, org, member }];
  });
}
