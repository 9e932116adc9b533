import { ApiError, echo, parseUuid } from "@gatehouse/contract";
import { groupObject, organizationObject } from "@gatehouse/rbac";
import { can, type RequestContext } from "../../context/request-context.ts";
import type { Handle } from "../../db/types.ts";
import { findOrganization } from "../organizations/index.ts";
import { findGroups, type Reference } from "./membership-search-store.ts";

/** Organization and group as a search names them: by id or name. */
export interface MembershipSearch {
  organization?: string | undefined;
  group?: string | undefined;
}

/** The same, looked up. */
export interface MembershipFilter {
  organizationId?: string | undefined;
  groupIds?: readonly string[] | undefined;
}

/**
 * Looks up `organization:` and `group:`; what the caller may not read is as unknown as what does not
 * exist (400). A name may mean groups of several organizations.
 */
export async function readMembershipSearch(
  handle: Handle,
  ctx: RequestContext,
  { organization, group }: MembershipSearch,
): Promise<MembershipFilter> {
  const organizationId =
    organization === undefined ? undefined : await readableOrganization(handle, ctx, organization);
  if (group === undefined) return { organizationId };
  const found = await findGroups(handle, referenceOf(group), organizationId ?? null);
  const groupIds = found
    .filter((one) => can(ctx, "read", groupObject(one.organization_id, one.id)))
    .map((one) => one.id);
  if (groupIds.length === 0) unknown("group", group);
  return { organizationId, groupIds };
}

async function readableOrganization(
  handle: Handle,
  ctx: RequestContext,
  reference: string,
): Promise<string> {
  const found = await findOrganization(handle, reference);
  if (found !== null && can(ctx, "read", organizationObject(found.id))) return found.id;
  return unknown("organization", reference);
}

function referenceOf(text: string): Reference {
  const id = parseUuid(text);
  return id === undefined ? { name: text } : { id };
}

function unknown(field: "organization" | "group", reference: string): never {
  throw new ApiError("invalid_search", {
    validations: [{ field, detail: `${echo(reference)} is no ${field} that you may read` }],
  });
}
