import { ApiError, type BulkMembersRequest } from "@gatehouse/contract";
import { assignRoleObject, canAssign, memberObject, userObject } from "@gatehouse/rbac";
import { can, type RequestContext, requireActor } from "../../context/request-context.ts";
import type { SyncedParts } from "../idp-sync/index.ts";
import { decideOrgRoles } from "../roles/index.ts";
import type { BulkUser } from "./bulk-store.ts";

/** What one entry does, decided. */
export type BulkDecision =
  | { kind: "add" | "remove"; user: BulkUser }
  | { kind: "set_roles"; user: BulkUser; roles: readonly string[] }
  | { kind: "unchanged"; user: BulkUser }
  | { kind: "refused"; user: BulkUser | null; code: string; message: string };

/** What entries are decided against. */
export interface BulkDeciding {
  ctx: RequestContext;
  organizationId: string;
  customRoles: readonly string[];
  /** Users who are named more than once. */
  repeated: ReadonlySet<string>;
  /** What follows the identity provider, for those who sign in with OpenID Connect. */
  synced: SyncedParts;
}

type Entry = BulkMembersRequest["entries"][number];

const refuse = (user: BulkUser | null, code: string, message: string): BulkDecision => ({
  kind: "refused",
  user,
  code,
  message,
});

/**
 * Decides one entry as the change of one member is decided (spec organizations §4.6–4.8, §13.2). A user whom
 * the caller may read neither as user nor as member is as unknown as one who does not exist.
 */
export function decideEntry(
  deciding: BulkDeciding,
  entry: Entry,
  user: BulkUser | undefined,
): BulkDecision {
  const { ctx, organizationId } = deciding;
  const visible =
    user !== undefined &&
    (can(ctx, "read", userObject(user.id)) ||
      (user.roles !== null && can(ctx, "read", memberObject(organizationId, user.id))));
  if (!visible) return refuse(null, "not_found", "There is no such user.");
  if (deciding.repeated.has(user.id)) {
    return refuse(user, "duplicate_user", "The user is named more than once.");
  }
  if (user.is_system) return refuse(user, "refused", "A system user cannot be changed.");
  if (followsProvider(deciding.synced, entry, user)) {
    return refuse(
      user,
      "refused",
      "This follows the identity provider and cannot be changed here.",
    );
  }
  switch (entry.action) {
    case "remove":
      return decideRemoval(deciding, user);
    case "set_roles":
      return decideRoles(deciding, user, entry.roles);
    default:
      return decideAddition(deciding, user);
  }
}

/** What the next login would change back; removing stays possible (spec idp-sync-and-scim §A4.4). */
function followsProvider(synced: SyncedParts, entry: Entry, user: BulkUser): boolean {
  if (user.login_type !== "oidc" || entry.action === "remove") return false;
  return entry.action === "set_roles" ? synced.roles : synced.memberships;
}

function decideAddition({ ctx, organizationId }: BulkDeciding, user: BulkUser): BulkDecision {
  if (!can(ctx, "create", memberObject(organizationId))) {
    return refuse(user, "forbidden", "You may not add members.");
  }
  const level = { organizationId, customRoles: [] };
  const mayAssign =
    can(ctx, "assign", assignRoleObject(organizationId)) &&
    canAssign(requireActor(ctx).subject, "organization-member", level);
  if (!mayAssign) return refuse(user, "role_forbidden", "You may not assign the role of members.");
  return { kind: user.roles === null ? "add" : "unchanged", user };
}

function decideRemoval({ ctx, organizationId }: BulkDeciding, user: BulkUser): BulkDecision {
  if (requireActor(ctx).user.id === user.id) {
    return refuse(user, "self_refused", "You cannot remove yourself.");
  }
  if (!can(ctx, "delete", memberObject(organizationId, user.id))) {
    return refuse(user, "forbidden", "You may not remove members.");
  }
  return { kind: user.roles === null ? "unchanged" : "remove", user };
}

function decideRoles(
  { ctx, organizationId, customRoles }: BulkDeciding,
  user: BulkUser,
  requested: readonly string[],
): BulkDecision {
  if (user.roles === null) return refuse(user, "not_a_member", "The user is no member.");
  if (requireActor(ctx).user.id === user.id) {
    return refuse(user, "self_refused", "You cannot change your own roles.");
  }
  try {
    const stored = user.roles;
    const roles = decideOrgRoles(ctx, { organizationId, customRoles, stored, requested });
    const same = roles.length === stored.length && roles.every((name) => stored.includes(name));
    return same ? { kind: "unchanged", user } : { kind: "set_roles", user, roles };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const told = error.validations?.map(({ detail }) => detail).join("; ");
    return refuse(user, error.code, told ?? error.message);
  }
}
