import type { WireOrganizationSync } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { authorizeChange, authorizeReading, changeSettings } from "./change-settings.ts";
import { changeMapping } from "./mapping-change.ts";
import { syncOptions } from "./options.ts";
import { currentOrganizationSync, organizationSyncOf } from "./read-settings.ts";
import type { OrganizationSync } from "./settings.ts";
import { readSettingsRow } from "./settings-store.ts";
import { organizationSyncJson, withOrigin } from "./stored-settings.ts";

const key = { kind: "organization", organizationId: null } as const;

/** `GET /settings/idpsync/organization` (spec idp-sync-and-scim §A2). */
export const getOrganizationSync: Handler<"getOrganizationSync"> = async (deps, ctx) => {
  authorizeReading(ctx);
  const row = await readSettingsRow(deps.db, key);
  const settings = organizationSyncOf(row, syncOptions(deps.config));
  return withOrigin(organizationSyncJson(settings), row !== null);
};

async function save(
  deps: Deps,
  ctx: RequestContext,
  change: (current: OrganizationSync) => OrganizationSync,
): Promise<WireOrganizationSync> {
  const saved = await changeSettings(deps, ctx, {
    key,
    read: (tx) => currentOrganizationSync(tx, syncOptions(deps.config)),
    change,
    json: organizationSyncJson,
  });
  return organizationSyncJson(saved);
}

/** What the wire says of organizations. */
export function organizationsOf(wire: WireOrganizationSync): OrganizationSync {
  const { field, mapping, organization_assign_default: assignDefault } = wire;
  return { field, mapping, assignDefault };
}

/** `PATCH /settings/idpsync/organization`: what is not given becomes empty. */
export const updateOrganizationSync: GuardedHandler<"updateOrganizationSync"> = {
  guard: (_deps, ctx) => authorizeChange(ctx, key),
  handle: (deps, ctx, { body }) => save(deps, ctx, () => organizationsOf(body)),
};

/** `PATCH /settings/idpsync/organization/config`: keeps the mapping. */
export const updateOrganizationSyncConfig: GuardedHandler<"updateOrganizationSyncConfig"> = {
  guard: (_deps, ctx) => authorizeChange(ctx, key),
  handle: (deps, ctx, { body }) =>
    save(deps, ctx, (current) => ({
      ...current,
      field: body.field,
      assignDefault: body.assign_default,
    })),
};

/** `PATCH /settings/idpsync/organization/mapping`: keeps the rest. */
export const updateOrganizationSyncMapping: GuardedHandler<"updateOrganizationSyncMapping"> = {
  guard: (_deps, ctx) => authorizeChange(ctx, key),
  handle: (deps, ctx, { body }) =>
    save(deps, ctx, (current) => ({
      ...current,
      mapping: changeMapping(current.mapping, body),
    })),
};
