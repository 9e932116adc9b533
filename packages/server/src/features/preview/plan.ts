import { fail, failField, type PreviewedChange } from "@gatehouse/contract";
import type { CustomRoleRow } from "@gatehouse/rbac";
import { decide, memberObject, organizationObject, userObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { OrganizationRow } from "../../context/organization.ts";
import { type RequestContext, requireActor } from "../../context/request-context.ts";
import type { Tx } from "../../db/types.ts";
import { findOrganization } from "../organizations/index.ts";
import { findUserByRef } from "../users/index.ts";
import type { Facts, State } from "./facts.ts";

/** What a change does, decided but not done. */
export interface Plan {
  /** The organization in which it is made; null: in none. */
  organizationId: string | null;
  /**
   * Where it may be felt. Built-in roles of one membership hold beyond their organization (an organization admin reads
   * users everywhere); custom roles and groups do not.
   */
  reach: "organization" | "everywhere";
  /** Everybody whom it may touch. */
  userIds: readonly string[];
  /** The state of one of them afterwards. */
  apply: (state: State, userId: string) => State;
}

/** What a planner works with: the change itself is refused by the same functions as the real one. */
export interface Planning {
  deps: Deps;
  ctx: RequestContext;
  tx: Tx;
  change: PreviewedChange;
}

/** The organization of a change; 404 when it is missing or unreadable. */
export async function organizationOf({ ctx, tx, change }: Planning): Promise<OrganizationRow> {
  const organization = (await findOrganization(tx, change.organization_id)) ?? fail("not_found");
  const { subject } = requireActor(ctx);
  return decide(subject, "read", organizationObject(organization.id))
    ? organization
    : fail("not_found");
}

/** The user of a change, found as the path of the real change finds him; else 404. */
export async function userOf({ ctx, tx, change }: Planning): Promise<UserRow> {
  const actor = requireActor(ctx);
  const user = (await findUserByRef(tx, change.user_id)) ?? fail("not_found");
  const readable = user.id === actor.user.id || decide(actor.subject, "read", userObject(user.id));
  return readable && !user.deleted ? user : fail("not_found");
}

/** The user of a change as a member of an organization; 404 for everybody else. */
export async function memberOf(planning: Planning, { id }: OrganizationRow): Promise<UserRow> {
  const { ctx, tx, change } = planning;
  const user = (await findUserByRef(tx, change.user_id)) ?? fail("not_found");
  if (user.deleted || !user.organization_ids.includes(id)) fail("not_found");
  const { subject } = requireActor(ctx);
  return decide(subject, "read", memberObject(id, user.id)) ? user : fail("not_found");
}

/** A state with other facts. */
export function withFacts(state: State, change: Partial<Facts>): State {
  return { ...state, facts: { ...state.facts, ...change } };
}

/** A state with other roles in one membership. */
export function withMemberRoles(
  state: State,
  organizationId: string,
  rolesOf: (held: readonly string[]) => readonly string[],
): State {
  const memberships = state.facts.memberships.map((membership) =>
    membership.id === organizationId
      ? { ...membership, roles: rolesOf(membership.roles) }
      : membership,
  );
  return withFacts(state, { memberships });
}

/** The roles without one of an organization; system rows stay. */
export function withoutRole(
  rows: readonly CustomRoleRow[],
  organizationId: string,
  name: string,
): CustomRoleRow[] {
  return rows.filter(
    (row) => row.isSystem || row.organizationId !== organizationId || row.name !== name,
  );
}

/** Refuses a change that lacks what its kind needs. */
export function missing(field: string): never {
  return failField(`change.${field}`, "a value must be given");
}
