import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { emptyDraft, isConfigChanged, mappingChange, type SyncDraft } from "./draft.ts";

/** What a sync gives: groups or roles of an organization, or memberships of organizations. */
export type SyncKind = "groups" | "roles" | "organizations";

/** Which settings: the kind, and the organization unless it is about organizations. */
export interface SyncPlace {
  readonly kind: SyncKind;
  /** Id of the organization; empty for the deployment. */
  readonly organization: string;
}

/** Saved settings, and the mapping of old releases, which can only be read. */
export interface SavedSync {
  readonly draft: SyncDraft;
  readonly legacy: Readonly<Record<string, string>>;
  /** Nothing was saved yet: the options of the server decide. */
  readonly fromOptions: boolean;
}

/** What a login would change. */
export type SyncPreview = Answer<"previewSync">;

/** Cache keys about sync. */
export const syncKeys = {
  saved: ({ kind, organization }: SyncPlace) => ["idp-sync", kind, organization] as const,
  fields: (organization: string) => ["idp-sync", "fields", organization] as const,
  values: (organization: string, field: string) =>
    ["idp-sync", "values", organization, field] as const,
};

async function load({ kind, organization }: SyncPlace, signal: AbortSignal): Promise<SavedSync> {
  const params = { organization };
  if (kind === "organizations") {
    const answer = await api.call("getOrganizationSync", {}, { signal });
    const { field, mapping, organization_assign_default: assignDefault } = answer;
    const fromOptions = answer.from_options === true;
    return { draft: { ...emptyDraft, field, mapping, assignDefault }, legacy: {}, fromOptions };
  }
  if (kind === "roles") {
    const answer = await api.call("getRoleSync", { params }, { signal });
    return {
      draft: { ...emptyDraft, field: answer.field, mapping: answer.mapping },
      legacy: {},
      fromOptions: false,
    };
  }
  const answer = await api.call("getGroupSync", { params }, { signal });
  const { field, mapping, regex_filter: regex, auto_create_missing_groups: autoCreate } = answer;
  return {
    draft: { ...emptyDraft, field, mapping, regex, autoCreate },
    legacy: answer.legacy_group_name_mapping ?? {},
    fromOptions: answer.from_options === true,
  };
}

/** The saved settings of a sync. */
export function savedSyncQuery(place: SyncPlace) {
  return queryOptions({
    queryKey: syncKeys.saved(place),
    queryFn: ({ signal }) => load(place, signal),
  });
}

async function saveConfig({ kind, organization }: SyncPlace, draft: SyncDraft): Promise<void> {
  const { field } = draft;
  const params = { organization };
  if (kind === "organizations") {
    const body = { field, assign_default: draft.assignDefault };
    await api.call("updateOrganizationSyncConfig", { body });
  } else if (kind === "roles") {
    await api.call("updateRoleSyncConfig", { params, body: { field } });
  } else {
    const body = {
      field,
      regex_filter: draft.regex,
      auto_create_missing_groups: draft.autoCreate,
    };
    await api.call("updateGroupSyncConfig", { params, body });
  }
}

/** Saves what changed and nothing else: changes that somebody else made meanwhile stay. */
export async function saveSync(
  place: SyncPlace,
  saved: SyncDraft,
  draft: SyncDraft,
): Promise<void> {
  const { kind, organization } = place;
  if (isConfigChanged(saved, draft)) await saveConfig(place, draft);
  const body = mappingChange(saved, draft);
  if (body.Add.length + body.Remove.length === 0) return;
  const params = { organization };
  if (kind === "organizations") await api.call("updateOrganizationSyncMapping", { body });
  else if (kind === "roles") await api.call("updateRoleSyncMapping", { params, body });
  else await api.call("updateGroupSyncMapping", { params, body });
}

/** Names of the claims that people came with. */
export function claimFieldsQuery(organization: string) {
  return queryOptions({
    queryKey: syncKeys.fields(organization),
    queryFn: ({ signal }) =>
      organization === ""
        ? api.call("listClaimFields", {}, { signal })
        : api.call("listOrganizationClaimFields", { params: { organization } }, { signal }),
    staleTime: 60_000,
  });
}

/** Values of a claim that people came with. */
export function claimValuesQuery(organization: string, field: string) {
  const query = { claimField: field };
  return queryOptions({
    queryKey: syncKeys.values(organization, field),
    queryFn: ({ signal }) =>
      organization === ""
        ? api.call("listClaimValues", { query }, { signal })
        : api.call("listOrganizationClaimValues", { params: { organization }, query }, { signal }),
    enabled: field !== "",
    staleTime: 60_000,
  });
}

/** A sign-in to try: its claims, and whom it is compared with. */
export interface Trial {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Id or username; empty for whoever the claims belong to. */
  readonly user: string;
}

/** Tries a login with settings as they are edited; nothing is written. */
export function trySync(
  { kind, organization }: SyncPlace,
  trial: Trial,
  draft: SyncDraft,
): Promise<SyncPreview> {
  const within = organization === "" ? {} : { organization_id: organization };
  const { field, mapping } = draft;
  const settings = {
    organizations: {
      organization: { field, mapping, organization_assign_default: draft.assignDefault },
    },
    groups: {
      groups: {
        field,
        mapping,
        regex_filter: draft.regex,
        auto_create_missing_groups: draft.autoCreate,
      },
    },
    roles: { roles: { field, mapping } },
  }[kind];
  return api.call("previewSync", { body: { ...trial, ...within, settings } });
}

/** The claims of the last sign-in: one's own, or those of another user for who may see them. */
export async function lastClaims(user: string): Promise<Readonly<Record<string, unknown>>> {
  const { merged_claims } =
    user === ""
      ? await api.call("getOidcClaims").then(({ claims }) => ({ merged_claims: claims }))
      : await api.call("getDebugLink", { params: { user } });
  return merged_claims;
}

/** Groups of an organization, as targets of a mapping. */
export function groupTargetsQuery(organization: string) {
  return queryOptions({
    queryKey: ["idp-sync", "targets", "groups", organization],
    queryFn: async ({ signal }) => {
      const groups = await api.call(
        "listGroups",
        { query: { organization, exclude_members: "true" } },
        { signal },
      );
      return groups.map(({ id, name, display_name }) => ({
        key: id,
        label: display_name === "" ? name : display_name,
      }));
    },
  });
}

/** Roles of an organization; those that this person may not assign carry the reason. */
export function roleTargetsQuery(organization: string) {
  return queryOptions({
    queryKey: ["idp-sync", "targets", "roles", organization],
    queryFn: async ({ signal }) => {
      const roles = await api.call("listOrgRoles", { params: { organization } }, { signal });
      return roles.map(({ name, display_name, assignable }) => ({
        key: name,
        label: display_name === "" ? name : display_name,
        ...(assignable ? {} : { reason: "You may not assign this role. An owner can map it." }),
      }));
    },
  });
}
