import { ApiError, fail, type Method, type PathObjectName, parseUuid } from "@gatehouse/contract";
import { decide, groupObject, memberObject, organizationObject, userObject } from "@gatehouse/rbac";
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
  /** The organization of the path whose member `{user}` must be; absent where the path asks for any user. */
  memberOf?: OrganizationRow | undefined;
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
  if (path.memberOf !== undefined) return readMember(deps, ctx, path, path.memberOf);
  return path.reference === "me" ? actor.user : readUser(deps, actor, path);
}

/**
 * A member of an organization: 404 alike for nobody, for somebody outside and for a membership that the
 * caller may not read (spec organizations §1.2). Who cannot be listed cannot be changed.
 */
async function readMember(
  deps: Deps,
  ctx: RequestContext,
  { reference, method, reachesSystemUsers }: PathReference,
  { id }: OrganizationRow,
): Promise<UserRow> {
  const actor = requireActor(ctx);
  const user = reference === "me" ? actor.user : await findUserByRef(deps.db, reference);
  if (user === null || user.deleted || !user.organization_ids.includes(id)) fail("not_found");
  if (!decide(actor.subject, "read", memberObject(id, user.id))) fail("not_found");
  if (method !== "GET" && user.is_system && !reachesSystemUsers) fail("not_found");
  return user;
}

/** Resolves `{organization}` under the caller's own `organization:read` (spec organizations §1.1). */
async function resolveOrganization(
  deps: Deps,
  ctx: RequestContext,
  { reference }: PathReference,
): Promise<OrganizationRow> {
  const organization = (await findOrganization(deps.db, reference)) ?? fail("not_found");
  const readable = decide(requireActor(ctx).subject, "read", organizationObject(organization.id));
  return readable ? organization : fail("not_found");
}

/** Resolves `{group}`: only an id names one (spec organizations §1.3). */
async function resolveGroup(
  deps: Deps,
  ctx: RequestContext,
  { reference }: PathReference,
): Promise<GroupRow> {
  const id = parseUuid(reference);
  if (id === undefined) {
    throw new ApiError("malformed_request", { message: "A group is named by its UUID here." });
  }
  const group = (await findGroupById(deps.db, id)) ?? fail("not_found");
  const object = groupObject(group.organization_id, group.id);
  return decide(requireActor(ctx).subject, "read", object) ? group : fail("not_found");
}

async function readUser(
  deps: Deps,
  actor: Actor,
  { reference, method, reachesSystemUsers }: PathReference,
): Promise<UserRow> {
  const user = await findUserByRef(deps.db, reference);
  if (user === null) fail("not_found");
  if (user.id === actor.user.id) return actor.user;
  if (!decide(actor.subject, "read", userObject(user.id))) fail("not_found");
  const unreachable = user.deleted || (user.is_system && !reachesSystemUsers);
  if (method !== "GET" && unreachable) fail("not_found");
  return user;
}

/** One resolver per object name; the contract decides which paths use them. */
export const pathObjectResolvers: Readonly<Partial<Record<PathObjectName, Resolver>>> = {
  organization: resolveOrganization,
  user: resolveUser,
  group: resolveGroup,
};
