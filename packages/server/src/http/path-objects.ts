import { ApiError, type Method, type PathObjectName, parseUuid } from "@gatehouse/contract";
import { decide, groupObject, organizationObject, userObject } from "@gatehouse/rbac";
import type { Actor, UserRow } from "../context/actor.ts";
import type { Deps } from "../context/deps.ts";
import type { GroupRow } from "../context/group.ts";
import type { OrganizationRow } from "../context/organization.ts";
import { type RequestContext, requireActor } from "../context/request-context.ts";
import { findGroupById } from "../features/groups/index.ts";
import { findOrganization } from "../features/organizations/index.ts";
import { findUserByRef } from "../features/users/index.ts";

/** What a resolver needs to know of the request. */
export interface PathReference {
  reference: string;
  method: Method;
  /** Whether the endpoint refuses system users itself. */
  reachesSystemUsers: boolean;
}

type Resolver = (deps: Deps, ctx: RequestContext, path: PathReference) => unknown;

/**
 * Resolves `{user}` under the caller's own `user:read`; anything else is the constant 404, before the
 * body is looked at (spec users §1.6, §4). The caller's own object is not subject to the key's scope
 * (authorization §3): a narrow key can reach its own endpoints, whose permissions are decided there.
 * Deleted and system users can be read by id, and nothing else (users §3, §4).
 */
function resolveUser(deps: Deps, ctx: RequestContext, path: PathReference): unknown {
  const actor = requireActor(ctx);
  return path.reference === "me" ? actor.user : readUser(deps, actor, path);
}

async function readUser(
  deps: Deps,
  actor: Actor,
  { reference, method, reachesSystemUsers }: PathReference,
): Promise<UserRow> {
  const user = await findUserByRef(deps.db, reference);
  if (user === null) throw new ApiError("not_found");
  if (user.id === actor.user.id) return actor.user;
  if (!decide(actor.subject, "read", userObject(user.id))) throw new ApiError("not_found");
  const unreachable = user.deleted || (user.is_system && !reachesSystemUsers);
  if (method !== "GET" && unreachable) throw new ApiError("not_found");
  return user;
}

/** Resolves `{organization}`; unreadable and missing ones are the same 404 (spec organizations §1.1). */
async function resolveOrganization(
  deps: Deps,
  ctx: RequestContext,
  { reference }: PathReference,
): Promise<OrganizationRow> {
  const { subject } = requireActor(ctx);
  const organization = await findOrganization(deps.db, reference);
  if (organization === null || !decide(subject, "read", organizationObject(organization.id))) {
    throw new ApiError("not_found");
  }
  return organization;
}

/** Resolves `{group}`: only an id names one (spec organizations §1.3). */
async function resolveGroup(
  deps: Deps,
  ctx: RequestContext,
  { reference }: PathReference,
): Promise<GroupRow> {
  const { subject } = requireActor(ctx);
  const id = parseUuid(reference);
  if (id === undefined) {
    throw new ApiError("malformed_request", { message: "A group is named by its UUID here." });
  }
  const group = await findGroupById(deps.db, id);
  if (group === null) throw new ApiError("not_found");
  if (!decide(subject, "read", groupObject(group.organization_id, group.id))) {
    throw new ApiError("not_found");
  }
  return group;
}

/** One resolver per object name; the contract decides which paths use them. */
export const pathObjectResolvers: Readonly<Partial<Record<PathObjectName, Resolver>>> = {
  organization: resolveOrganization,
  user: resolveUser,
  group: resolveGroup,
};
