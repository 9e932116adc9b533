import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { countsAsOwner, otherOwnerExists } from "../users/index.ts";
import { changeOfRoles, type RoleChange, roleChange, wantedSiteRoles } from "./role-plan.ts";
import type { SyncError, SyncSubject } from "./sync-plan.ts";
import type { TraceRow } from "./trace.ts";

/** What a login does to the site roles. */
export interface SiteRolePlan {
  /** Why the login is refused, else null. */
  readonly refusal: string | null;
  readonly change: RoleChange;
  readonly trace: readonly TraceRow[];
  readonly errors: readonly SyncError[];
}

/**
 * Plans the site roles of a login. The last owner who can sign in stays one, whatever the claims say
 * (spec idp-sync-and-scim §A4.3; trap 6).
 */
export async function planSiteRoles(tx: Tx, subject: SyncSubject): Promise<SiteRolePlan> {
  const stored = subject.user?.rbac_roles ?? [];
  const wanted = wantedSiteRoles(subject.options.siteRoles, subject.history);
  const trace = wanted.tracer.rows;
  if (wanted.kind !== "wanted") {
    const refusal = wanted.kind === "invalid" ? wanted.detail : null;
    const message = wanted.kind === "untouched" ? wanted.error : undefined;
    const errors: SyncError[] =
      message === undefined ? [] : [{ kind: "site_role", organizationId: null, message }];
    return { refusal, change: roleChange(stored, stored), trace, errors };
  }
  const change = changeOfRoles(wanted, { stored, customRoles: null });
  if (change.after.includes("owner") || !(await isLastOwner(tx, subject))) {
    return { refusal: null, change, trace, errors: [] };
  }
  const message = "owner is kept: nobody else could administer the deployment";
  wanted.tracer.note("field", "owner", "kept", message);
  return {
    refusal: null,
    change: roleChange(stored, [...change.after, "owner"]),
    trace,
    errors: [{ kind: "site_role", organizationId: null, message }],
  };
}

async function isLastOwner(tx: Tx, { lock, user }: SyncSubject): Promise<boolean> {
  if (user === null || !countsAsOwner(user)) return false;
  if (lock) await advisoryLock(tx, "lastOwner");
  return !(await otherOwnerExists(tx, user.id));
}
