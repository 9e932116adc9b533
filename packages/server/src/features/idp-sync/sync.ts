import { ApiError } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { Tx } from "../../db/types.ts";
import { findUserByRef, updateUser } from "../users/index.ts";
import {
  addMemberships,
  createGroups,
  enterGroups,
  leaveGroups,
  removeMemberships,
  setOrganizationRoles,
} from "./apply-store.ts";
import { recordSync, type SyncOutcome } from "./audit.ts";
import type { Claims } from "./claim-list.ts";
import { syncOptions } from "./options.ts";
import { planSync } from "./plan.ts";
import type { SyncPlan } from "./sync-plan.ts";

/** A login of a user whose identity OpenID Connect proved, inside its transaction. */
export interface SyncedLogin {
  /** The locked row. */
  readonly user: UserRow;
  /** The merged claims of this login. */
  readonly claims: Claims;
  /** Those of the login before; null for a first one. */
  readonly previous: Claims | null;
}

/**
 * Makes organizations, groups and roles follow the claims, in the transaction of the login (spec
 * idp-sync-and-scim §A4); returns the user as it is afterwards. Writes nothing where nothing differs.
 * `claims_invalid`: a claim that decides about organizations or site roles cannot be read.
 */
export async function syncAtLogin(
  tx: Tx,
  deps: Pick<Deps, "config" | "log">,
  ctx: RequestContext,
  login: SyncedLogin,
): Promise<UserRow> {
  const { claims, previous, user } = login;
  const options = syncOptions(deps.config);
  const { keepOnMissingClaim } = options;
  const history = { claims, previous, keepOnMissingClaim };
  const plan = await planSync(tx, { user, history, options, lock: true });
  for (const error of plan.errors) {
    deps.log.warn({ request_id: ctx.requestId, user_id: user.id, ...error }, "sync left something");
  }
  if (plan.refusal !== null) {
    throw new ApiError("claims_invalid", {
      detail: `The value is not usable: ${plan.refusal.detail}.`,
    });
  }
  const outcome = await applySync(tx, user, plan, ctx.now);
  await recordSync(tx, ctx, { user, plan, outcome });
  return (await findUserByRef(tx, user.id)) ?? user;
}

/** Writes a plan with a number of statements that does not depend on its size. */
async function applySync(tx: Tx, user: UserRow, plan: SyncPlan, now: Date): Promise<SyncOutcome> {
  const { groups, organizations, siteRoles } = plan;
  const ended = await removeMemberships(tx, user.id, organizations.remove);
  const started = await addMemberships(tx, user.id, organizations.add, now);
  const wanted = groups.flatMap(({ create, organizationId }) =>
    create.map((group) => ({ ...group, organizationId })),
  );
  const created = await createGroups(tx, wanted, now);
  const left = await leaveGroups(
    tx,
    user.id,
    groups.flatMap((change) => change.remove),
  );
  const entered = await enterGroups(
    tx,
    user.id,
    groups.map(({ add, create, organizationId }) => ({
      organizationId,
      ids: add,
      named: create,
    })),
    now,
  );
  const roles = plan.roles.filter((change) => change.isChange);
  const changes = roles.map(({ after, organizationId }) => ({ organizationId, roles: after }));
  await setOrganizationRoles(tx, user.id, changes, now);
  const after = siteRoles.isChange
    ? await updateUser(tx, user.id, { rbac_roles: [...siteRoles.after], updated_at: now })
    : null;
  return { ended, started, created, left, entered, user: after };
}
