import { ApiError, echo, fail, parseSearch, parseUuid } from "@gatehouse/contract";
import { groupObject, organizationObject, orgObject, userObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { GroupRow } from "../../context/group.ts";
import type { Handler } from "../../context/handler.ts";
import {
  authorize,
  can,
  listFilter,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { findOrganization } from "../organizations/index.ts";
import { findUserByUsername, userFilterOf, userSearchKeys } from "../users/index.ts";
import { listMemberPage } from "./member-page-store.ts";
import { presentGroup, presentMember } from "./present.ts";
import { showGroup, showGroups } from "./show.ts";
import { findGroupByName, listGroupPage, listGroups as readGroups } from "./store.ts";

/** `GET /groups`: three filters, all groups with their members, in batches where they are many (spec §7.5). */
export const listGroups: Handler<"listGroups"> = async (deps, ctx, { query }) => {
  const rows = listFilter(ctx, "read", "group");
  const organizationId = await wantedOrganization(deps, ctx, query.organization);
  const memberId = await wantedMember(deps, ctx, query.has_member);
  if (organizationId === null || memberId === null) return [];
  const groups = await readGroups(deps.db, {
    rows,
    organizationId,
    ids: query.group_ids.length === 0 ? undefined : query.group_ids,
    member:
      memberId === undefined
        ? undefined
        : { id: memberId, rows: listFilter(ctx, "read", "group_member") },
  });
  return showGroups(deps.db, ctx, groups, query.exclude_members);
};

/** `GET /organizations/{organization}/groups` (spec organizations §7.3). */
export const listOrganizationGroups: Handler<"listOrganizationGroups"> = async (
  deps,
  ctx,
  { organization, query },
) => {
  const rows = listFilter(ctx, "read", "group");
  const groups = await readGroups(deps.db, { rows, organizationId: organization.id });
  return showGroups(deps.db, ctx, groups, query.exclude_members);
};

/** `GET /organizations/{organization}/paginated-groups`: without members, so that pages stay small. */
export const listGroupsPaginated: Handler<"listGroupsPaginated"> = async (
  deps,
  ctx,
  { organization, query },
) => {
  authorize(ctx, "read", orgObject("group", organization.id));
  if (query.q.includes("\u0000")) {
    throw new ApiError("invalid_search", {
      validations: [{ field: "q", detail: "must not contain U+0000" }],
    });
  }
  const found = await listGroupPage(deps.db, {
    organizationId: organization.id,
    search: query.q.trim(),
    afterId: query.after_id,
    limit: query.limit,
    offset: query.offset,
  });
  return { groups: found.groups.map((group) => presentGroup(group, [])), count: found.count };
};

/** `GET /groups/{group}` (spec organizations §7.6). */
export const getGroup: Handler<"getGroup"> = async (deps, ctx, { group, query }) => {
  authorize(ctx, "read", groupObject(group.organization_id, group.id));
  return showGroup(deps.db, ctx, { id: group.id, withoutMembers: query.exclude_members });
};

/** `GET /organizations/{organization}/groups/{groupName}`. */
export const getGroupByName: Handler<"getGroupByName"> = async (
  deps,
  ctx,
  { organization, params, query },
) => {
  const group = await readableGroup(deps, ctx, organization.id, params.groupName);
  return showGroup(deps.db, ctx, { id: group.id, withoutMembers: query.exclude_members });
};

/** `GET /groups/{group}/members`: only rows that the caller may read, before paging (spec §7.7). */
export const listGroupMembers: Handler<"listGroupMembers"> = async (deps, ctx, input) => {
  const { group, query } = input;
  authorize(ctx, "read", groupObject(group.organization_id, group.id));
  return showMembers(deps, ctx, group, query);
};

/** `GET /organizations/{organization}/groups/{groupName}/members`. */
export const listGroupMembersByName: Handler<"listGroupMembersByName"> = async (
  deps,
  ctx,
  { organization, params, query },
) => {
  const group = await readableGroup(deps, ctx, organization.id, params.groupName);
  return showMembers(deps, ctx, group, query);
};

async function readableGroup(
  deps: Deps,
  ctx: RequestContext,
  organizationId: string,
  name: string,
): Promise<GroupRow> {
  const group = await findGroupByName(deps.db, organizationId, name);
  const object = groupObject(organizationId, group?.id ?? "");
  if (!can(ctx, "read", object) || group === null) fail("not_found");
  return group;
}

async function showMembers(
  deps: Deps,
  ctx: RequestContext,
  group: GroupRow,
  query: { q: string; after_id?: string | undefined; limit: number; offset: number },
) {
  const searched = parseSearch(userSearchKeys, query.q);
  if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
  const found = await listMemberPage(deps.db, listFilter(ctx, "read", "group_member"), {
    group,
    filter: userFilterOf(searched.filter),
    afterId: query.after_id,
    limit: query.limit,
    offset: query.offset,
  });
  return { users: found.members.map(presentMember), count: found.count };
}

/**
 * The organization of a filter: undefined where none is given, null where its id is unknown. What the
 * caller may not read counts as unknown; an unknown name is a 400 (spec organizations §7.5).
 */
async function wantedOrganization(
  deps: Deps,
  ctx: RequestContext,
  reference: string,
): Promise<string | null | undefined> {
  if (reference === "") return undefined;
  const found = await findOrganization(deps.db, reference);
  if (found !== null && can(ctx, "read", organizationObject(found.id))) return found.id;
  if (parseUuid(reference) !== undefined) return null;
  return refuseFilter("organization", `${echo(reference)} is no organization that you may read`);
}

/** The user of a filter, by the same rules. */
async function wantedMember(
  deps: Deps,
  ctx: RequestContext,
  reference: string,
): Promise<string | null | undefined> {
  if (reference === "") return undefined;
  const { user: self } = requireActor(ctx);
  if (reference === "me") return self.id;
  const id = parseUuid(reference);
  const found = id ?? (await findUserByUsername(deps.db, reference))?.id;
  if (found === self.id) return found;
  if (found !== undefined && can(ctx, "read", userObject(found))) return found;
  if (id !== undefined) return null;
  return refuseFilter("has_member", `${echo(reference)} is no user that you may read`);
}

function refuseFilter(field: string, detail: string): never {
  throw new ApiError("invalid_query", { validations: [{ field, detail }] });
}
