import type { UserRow } from "../../context/actor.ts";
import type { ClaimHistory } from "./followed-claim.ts";
import type { GroupChange } from "./group-plan.ts";
import type { OrganizationChange } from "./organization-plan.ts";
import type { RoleChange } from "./role-plan.ts";
import type { SettingsDraft, SyncOptions } from "./settings.ts";
import type { SyncKind, TraceRow } from "./trace.ts";

/** Something that administrators have to hear of; the login goes on. */
export interface SyncError {
  readonly kind: SyncKind;
  readonly organizationId: string | null;
  readonly message: string;
}

/** Why a login is refused: a claim that cannot be read where reading it is essential. */
export interface SyncRefusal {
  readonly kind: "organization" | "site_role";
  readonly detail: string;
}

/** How the roles of a user in one organization change. */
export interface OrganizationRoleChange extends RoleChange {
  readonly organizationId: string;
}

/** Everything that a login with some claims changes. */
export interface SyncPlan {
  readonly refusal: SyncRefusal | null;
  readonly organizations: OrganizationChange;
  readonly groups: readonly GroupChange[];
  readonly roles: readonly OrganizationRoleChange[];
  readonly siteRoles: RoleChange;
  readonly trace: readonly TraceRow[];
  readonly errors: readonly SyncError[];
}

/** Whose login is planned, and how. */
export interface SyncSubject {
  /** Null for a user who does not exist yet: a member of the default organization. */
  readonly user: UserRow | null;
  readonly history: ClaimHistory;
  readonly options: SyncOptions;
  /** Only groups and roles of this organization. */
  readonly onlyOrganizationId?: string;
  /** Settings that are tried before they are saved; only in a dry run. */
  readonly draft?: SettingsDraft;
  /** Whether rows are locked for the change; not in a dry run. */
  readonly lock: boolean;
}
