import { fail, nilUuid } from "@gatehouse/contract";
import { organizationObject, orgObject, siteObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import {
  authorize,
  can,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { findOrganization } from "../organizations/index.ts";

/** Whose usage a report may tell: an organization's, everybody's, or one's own (spec ai-prices §9.4). */
export async function reportScope(
  deps: Deps,
  ctx: RequestContext,
  query: { organization: string; user_id?: string | undefined },
): Promise<{ organizationId: string | null; userId: string | null }> {
  const userId = query.user_id ?? null;
  if (query.organization !== "") {
    const organization = (await findOrganization(deps.db, query.organization)) ?? fail("not_found");
    authorize(ctx, "read", organizationObject(organization.id));
    authorize(ctx, "read", orgObject("group_member", organization.id), "forbidden");
    return { organizationId: organization.id, userId };
  }
  if (can(ctx, "read", siteObject("aibridge_interception")))
    return { organizationId: null, userId };
  const self = requireActor(ctx).user.id;
  // Somebody else's usage is as empty as that of nobody.
  return { organizationId: null, userId: userId === null || userId === self ? self : nilUuid };
}
