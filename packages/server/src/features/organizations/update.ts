import { ApiError, fail } from "@gatehouse/contract";
import { organizationObject } from "@gatehouse/rbac";
import type { GuardedHandler, HandlerInput } from "../../context/handler.ts";
import type { OrganizationRow } from "../../context/organization.ts";
import { auditTarget, authorize, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { recordAudit } from "../audit/index.ts";
import { decideOrgRoles, lockRoleNames } from "../roles/index.ts";
import { refusingTakenName } from "./name-taken.ts";
import { presentOrganization } from "./present.ts";
import { nameProblem } from "./rules.ts";
import { lockOrganization, type OrganizationChange, updateOrganizationRow } from "./store.ts";
import { organizationAuditTarget } from "./targets.ts";

type Body = HandlerInput<"updateOrganization">["body"];

/** `PATCH /organizations/{organization}` (spec organizations §3.5). */
export const updateOrganization: GuardedHandler<"updateOrganization"> = {
  guard: (_deps, ctx, { organization }) => {
    auditTarget(ctx, organizationAuditTarget(organization, "write"));
    authorize(ctx, "update", organizationObject(organization.id));
  },
  handle: async (deps, ctx, { organization, body }) => {
    const updated = await refusingTakenName(() =>
      inTransaction(deps.db, async (tx) => {
        const customRoles = await lockRoleNames(tx, organization.id);
        const before = (await lockOrganization(tx, organization.id)) ?? fail("not_found");
        const change = {
          ...changeOf(before, body, ctx.now),
          ...changeOfRoles(ctx, before, { requested: body.default_org_member_roles, customRoles }),
        };
        const after = await updateOrganizationRow(tx, before.id, change);
        await recordAudit(tx, ctx, {
          ...organizationAuditTarget(after, "write"),
          old: { ...before },
          new: { ...after },
        });
        return after;
      }),
    );
    return presentOrganization(updated);
  },
};

/** Absent fields stay; of the empty ones only description and icon are cleared. */
function changeOf(before: OrganizationRow, body: Body, now: Date): OrganizationChange {
  const recased = body.name.toLowerCase() === before.name.toLowerCase();
  const problem = body.name === "" || recased ? null : nameProblem(body.name);
  if (problem !== null) throw new ApiError("validation_failed", { validations: [problem] });
  return {
    ...(body.name === "" ? {} : { name: body.name }),
    ...(body.display_name === "" ? {} : { display_name: body.display_name }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.icon === undefined ? {} : { icon: body.icon }),
    updated_at: now,
  };
}

/** The roles of every member: nobody gives or takes this way what he may not assign to one (spec §4.8, §6.3). */
function changeOfRoles(
  ctx: RequestContext,
  before: OrganizationRow,
  wanted: { requested: readonly string[] | undefined; customRoles: readonly string[] },
): Partial<OrganizationChange> {
  const { requested, customRoles } = wanted;
  if (requested === undefined) return {};
  const stored = before.default_org_member_roles;
  const change = { organizationId: before.id, customRoles, stored, requested };
  return {
    default_org_member_roles: decideOrgRoles(ctx, { ...change, field: "default_org_member_roles" }),
  };
}
