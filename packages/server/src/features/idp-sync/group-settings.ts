import { failField, type WireGroupSync } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { Handle } from "../../db/types.ts";
import { compileLinear } from "../../platform/re2.ts";
import { defaultOrganizationId } from "../organizations/index.ts";
import { authorizeChange, authorizeReading, changeSettings } from "./change-settings.ts";
import { changeMapping } from "./mapping-change.ts";
import { syncOptions } from "./options.ts";
import { currentGroupAndRoleSync } from "./read-settings.ts";
import { type GroupSync, groupSyncOff, type Mapping } from "./settings.ts";
import { listForeignGroups } from "./settings-store.ts";
import { groupSyncJson, withOrigin } from "./stored-settings.ts";

const keyOf = (organizationId: string) => ({ kind: "group", organizationId }) as const;

async function inForce(deps: Deps, handle: Handle, organizationId: string) {
  const defaultId = await defaultOrganizationId(handle);
  const options = syncOptions(deps.config);
  const found = await currentGroupAndRoleSync(handle, options, [organizationId], defaultId);
  return found.get(organizationId);
}

async function current(deps: Deps, handle: Handle, organizationId: string): Promise<GroupSync> {
  return (await inForce(deps, handle, organizationId))?.groups ?? groupSyncOff;
}

/** `GET /organizations/{organization}/settings/idpsync/groups` (spec idp-sync-and-scim §A2). */
export const getGroupSync: Handler<"getGroupSync"> = async (deps, ctx, { organization }) => {
  authorizeReading(ctx, organization.id);
  const found = await inForce(deps, deps.db, organization.id);
  return withOrigin(groupSyncJson(found?.groups ?? groupSyncOff), found?.isGroupSaved === true);
};

interface GroupChange {
  readonly organizationId: string;
  /** The field of the request that holds ids of groups. */
  readonly mappingField: string;
  readonly change: (current: GroupSync) => GroupSync;
}

async function save(
  deps: Deps,
  ctx: RequestContext,
  { change, mappingField, organizationId }: GroupChange,
): Promise<WireGroupSync> {
  const saved = await changeSettings(deps, ctx, {
    key: keyOf(organizationId),
    read: (tx) => current(deps, tx, organizationId),
    change: async (before, tx) => {
      const after = change(before);
      await refuseForeignGroups(tx, organizationId, after.mapping, mappingField);
      return after;
    },
    json: groupSyncJson,
  });
  return groupSyncJson(saved);
}

/** Unknown ids are accepted, since programs create in any order; those of other organizations are not (trap 2). */
export async function refuseForeignGroups(
  handle: Handle,
  organizationId: string,
  mapping: Mapping,
  field: string,
): Promise<void> {
  const ids = [...new Set(Object.values(mapping).flat())];
  const foreign = await listForeignGroups(handle, organizationId, ids);
  if (foreign.length > 0) {
    failField(field, `groups of another organization: ${foreign.slice(0, 10).join(", ")}`);
  }
}

/** Refuses a pattern that is none of RE2. Throws ApiError naming `field`. */
export function requirePattern(pattern: string | null, field = "regex_filter"): void {
  if (pattern === null || pattern === "" || compileLinear(pattern) !== null) return;
  failField(field, "is not a regular expression of the RE2 syntax");
}

/** What the wire says of groups; the legacy mapping cannot be set. */
export function groupsOf(wire: WireGroupSync): Omit<GroupSync, "legacyMapping"> {
  const { field, mapping, regex_filter: regexFilter } = wire;
  return { field, mapping, regexFilter, autoCreate: wire.auto_create_missing_groups };
}

/** `PATCH …/groups`: what is not given becomes empty, and the legacy mapping is dropped. */
export const updateGroupSync: GuardedHandler<"updateGroupSync"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) => {
    if (Object.keys(body.legacy_group_name_mapping ?? {}).length > 0) {
      failField("legacy_group_name_mapping", "cannot be set; map ids of groups in mapping");
    }
    requirePattern(body.regex_filter);
    return save(deps, ctx, {
      organizationId: organization.id,
      mappingField: "mapping",
      change: () => ({ ...groupsOf(body), legacyMapping: {} }),
    });
  },
};

/** `PATCH …/groups/config`: keeps both mappings. */
export const updateGroupSyncConfig: GuardedHandler<"updateGroupSyncConfig"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) => {
    requirePattern(body.regex_filter);
    return save(deps, ctx, {
      organizationId: organization.id,
      mappingField: "mapping",
      change: (before) => ({
        ...before,
        field: body.field,
        regexFilter: body.regex_filter,
        autoCreate: body.auto_create_missing_groups,
      }),
    });
  },
};

/** `PATCH …/groups/mapping`: keeps the rest. */
export const updateGroupSyncMapping: GuardedHandler<"updateGroupSyncMapping"> = {
  guard: (_deps, ctx, { organization }) => authorizeChange(ctx, keyOf(organization.id)),
  handle: (deps, ctx, { body, organization }) =>
    save(deps, ctx, {
      organizationId: organization.id,
      mappingField: "Add",
      change: (before) => ({ ...before, mapping: changeMapping(before.mapping, body) }),
    }),
};
