import { ApiError, type WireRoleSync } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import { type RequestContext, requireActor } from "../../context/request-context.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { authorizeChange, authorizeReading, changeSettings } from "./change-settings.ts";
import { changeMapping } from "./mapping-change.ts";
import { refusedRoles } from "./role-guard.ts";
import { type RoleSync, roleSyncOff } from "./settings.ts";
import { listCustomRoleNames, readSettingsRow } from "./settings-store.ts";
import { readRoleSync, roleSyncJson } from "./stored-settings.ts";

const keyOf = (organizationId: string) => ({ kind: "role", organizationId }) as const;

async function current(handle: Handle, organizationId: string): Promise<RoleSync> {
  const row = await readSettingsRow(handle, keyOf(organizationId));
  return (row === null ? null : readRoleSync(row)) ?? roleSyncOff;
}

/** `GET /organizations/{organization}/settings/idpsync/roles` (spec idp-sync-and-scim §A2). */
export const getRoleSync: Handler<"getRoleSync"> = async (deps, ctx, { organization }) => {
  authorizeReading(ctx, organization.id);
  return roleSyncJson(await current(deps.db, organization.id));
};

async function save(
  deps: Deps,
  ctx: RequestContext,
  organizationId: string,
  {
    change,
    field,
  }: {
    /** The field of the request that a refusal is about. */
    field: string;
    change: (current: RoleSync) => RoleSync;
  },
): Promise<WireRoleSync> {
  const saved = await changeSettings(deps, ctx, {
    key: keyOf(organizationId),
    read: (tx) => current(tx, organizationId),
    change: async (before, tx) => {
      const after = change(before);
      await refuseEscalation(tx, ctx, { organizationId, field, before, after });
      return after;
    },
    json: roleSyncJson,
  });
  return roleSyncJson(saved);
}

async function refuseEscalation(
  tx: Tx,
  ctx: RequestContext,
  change: { organizationId: string; field: string; before: RoleSync; after: RoleSync },
): Promise<void> {
  const { after, before, field, organizationId } = change;
  const customRoles = await listCustomRoleNames(tx, organizationId);
  const { subject } = requireActor(ctx);
  const refused = refusedRoles({ subject, organizationId, customRoles, before, after });
  if (refused.length === 0) return;
  const names = refused.map((name) => JSON.stringify(name)).join(", ");
  throw new ApiError("role_forbidden", {
    validations: [{ field, detail: `claims could grant roles that you may not assign: ${names}` }],
  });
}

/** `PATCH …/roles`: what is not given becomes empty. */
export const updateRoleSync: GuardedHandler<"updateRoleSync"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) =>
    save(deps, ctx, organization.id, {
      field: "mapping",
      change: () => ({ field: body.field, mapping: body.mapping }),
    }),
};

/** `PATCH …/roles/config`: keeps the mapping. */
export const updateRoleSyncConfig: GuardedHandler<"updateRoleSyncConfig"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) =>
    save(deps, ctx, organization.id, {
      field: "field",
      change: (before) => ({ ...before, field: body.field }),
    }),
};

/** `PATCH …/roles/mapping`: keeps the claim. */
export const updateRoleSyncMapping: GuardedHandler<"updateRoleSyncMapping"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) =>
    save(deps, ctx, organization.id, {
      field: "Add",
      change: (before) => ({ ...before, mapping: changeMapping(before.mapping, body) }),
    }),
};
