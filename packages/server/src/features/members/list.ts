import { ApiError, fail, parseSearch, parseUuid, type SearchTable } from "@gatehouse/contract";
import { memberObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize, listFilter } from "../../context/request-context.ts";
import { orgRoleNamer } from "../roles/index.ts";
import {
  type PlainMemberFilter,
  listMembers as readMembers,
  listMembersPaginated as readPage,
} from "./list-store.ts";
import { presentMemberWithUser } from "./present.ts";
import { memberFilterOf, memberSearchKeys, plainMemberSearchKeys } from "./search-keys.ts";
import { findMember } from "./store.ts";

/** `GET …/members`: all members whom the caller may read, never a refusal (spec organizations §4.3). */
export const listMembers: Handler<"listMembers"> = async (deps, ctx, { organization, query }) => {
  const rows = listFilter(ctx, "read", "organization_member");
  const found = await readMembers(deps.db, organization.id, rows, plainFilter(query.q));
  const names = await orgRoleNamer(deps.db, found);
  return found.map((row) => presentMemberWithUser(row, names));
};

/**
 * `GET …/paginated-members`: needs the right to read all of them, since the count tells about all
 * (spec organizations §4.4).
 */
export const listMembersPaginated: Handler<"listMembersPaginated"> = async (
  deps,
  ctx,
  { organization, query },
) => {
  authorize(ctx, "read", memberObject(organization.id));
  const filter = memberFilterOf(search(memberSearchKeys, query.q));
  const page = { afterId: query.after_id, limit: query.limit, offset: query.offset };
  const { members, count } = await readPage(deps.db, organization.id, filter, page);
  const names = await orgRoleNamer(deps.db, members);
  return { members: members.map((row) => presentMemberWithUser(row, names)), count };
};

/** `GET …/members/{user}` (spec organizations §4.5). */
export const getMember: Handler<"getMember"> = async (deps, ctx, { organization, user }) => {
  authorize(ctx, "read", memberObject(organization.id, user.id));
  const member = (await findMember(deps.db, organization.id, user.id)) ?? fail("not_found");
  return presentMemberWithUser(member, await orgRoleNamer(deps.db, [member]));
};

function search<const T extends SearchTable>(table: T, q: string) {
  const searched = parseSearch(table, q);
  if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
  return searched.filter;
}

function plainFilter(q: string): PlainMemberFilter {
  const found = search(plainMemberSearchKeys, q);
  const userId = found.user_id === undefined ? undefined : parseUuid(found.user_id);
  if (found.user_id !== undefined && userId === undefined) {
    throw new ApiError("invalid_search", {
      validations: [{ field: "user_id", detail: "must be a UUID" }],
    });
  }
  return {
    userId,
    githubComUserId: found.github_user_id,
    includeSystem: found.include_system ?? false,
  };
}
