import type { GroupSync, Mapping, OrganizationSync, RoleSync } from "./settings.ts";

/** The JSON of a settings row, as the database gives it. */
export type StoredJson = Readonly<Record<string, unknown>>;

/** Settings of organizations from a row; null where it cannot be read. Old releases wrote `AssignDefault`. */
export function readOrganizationSync(json: StoredJson): OrganizationSync | null {
  const mapping = readMapping(json["mapping"]);
  const assignDefault =
    json["organization_assign_default"] ?? json["assign_default"] ?? json["AssignDefault"] ?? false;
  const { field } = json;
  if (typeof field !== "string" || mapping === null || typeof assignDefault !== "boolean") {
    return null;
  }
  return { field, mapping, assignDefault };
}

/** Settings of groups from a row; null where it cannot be read. */
export function readGroupSync(json: StoredJson): GroupSync | null {
  const mapping = readMapping(json["mapping"]);
  const legacyMapping = readNames(json["legacy_group_name_mapping"]);
  const regexFilter = json["regex_filter"] ?? null;
  const autoCreate = json["auto_create_missing_groups"] ?? false;
  const { field } = json;
  const isReadable =
    typeof field === "string" && (regexFilter === null || typeof regexFilter === "string");
  if (!isReadable || mapping === null || legacyMapping === null) return null;
  if (typeof autoCreate !== "boolean") return null;
  return { field, mapping, regexFilter, autoCreate, legacyMapping };
}

/** Settings of roles from a row; null where it cannot be read. */
export function readRoleSync(json: StoredJson): RoleSync | null {
  const mapping = readMapping(json["mapping"]);
  const { field } = json;
  return typeof field !== "string" || mapping === null ? null : { field, mapping };
}

function readMapping(value: unknown): Mapping | null {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return null;
  const mapping: Record<string, readonly string[]> = Object.create(null);
  for (const [key, list] of Object.entries(value)) {
    if (!(list === null || isTextList(list))) return null;
    mapping[key] = list ?? [];
  }
  return mapping;
}

function readNames(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return null;
  const names: Record<string, string> = Object.create(null);
  for (const [key, name] of Object.entries(value)) {
    if (typeof name !== "string") return null;
    names[key] = name;
  }
  return names;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** The JSON of settings of organizations, as the wire and the row have it. */
export function organizationSyncJson(settings: OrganizationSync) {
  const { field, mapping, assignDefault } = settings;
  return { field, mapping: wireMapping(mapping), organization_assign_default: assignDefault };
}

/** The JSON of settings of groups; the legacy mapping is left out when it is empty. */
export function groupSyncJson(settings: GroupSync) {
  const { field, mapping, regexFilter, autoCreate, legacyMapping } = settings;
  return {
    field,
    mapping: wireMapping(mapping),
    regex_filter: regexFilter,
    auto_create_missing_groups: autoCreate,
    ...(Object.keys(legacyMapping).length === 0
      ? {}
      : { legacy_group_name_mapping: legacyMapping }),
  };
}

/** The JSON of settings of roles. */
export function roleSyncJson(settings: RoleSync) {
  return { field: settings.field, mapping: wireMapping(settings.mapping) };
}

function wireMapping(mapping: Mapping): Record<string, string[]> {
  const copy: Record<string, string[]> = Object.create(null);
  for (const [key, list] of Object.entries(mapping)) copy[key] = [...list];
  return copy;
}

/** Settings as they are read: with a mark where nothing was saved and the options of the deployment decide. */
export function withOrigin<Json extends { readonly field: string }>(
  json: Json,
  isSaved: boolean,
): Json & { from_options?: true } {
  return isSaved || json.field === "" ? json : { ...json, from_options: true };
}
