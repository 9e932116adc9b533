/** Values of a claim and what each stands for. Keys are compared byte for byte. */
export type Mapping = Readonly<Record<string, readonly string[]>>;

/** How memberships follow a claim; an empty field switches it off. */
export interface OrganizationSync {
  readonly field: string;
  readonly mapping: Mapping;
  /** Everybody stays a member of the default organization. */
  readonly assignDefault: boolean;
}

/** How the groups of one organization follow a claim. */
export interface GroupSync {
  readonly field: string;
  readonly mapping: Mapping;
  /** Null and `""` both mean no filter, and are told apart on the wire. */
  readonly regexFilter: string | null;
  readonly autoCreate: boolean;
  /** Claim value → group name, from the deployment's options or an old release. */
  readonly legacyMapping: Readonly<Record<string, string>>;
}

/** How the roles of one organization follow a claim. */
export interface RoleSync {
  readonly field: string;
  readonly mapping: Mapping;
}

/** How the site roles follow a claim; only the deployment's options decide that. */
export interface SiteRoleSync extends RoleSync {
  readonly defaults: readonly string[];
}

/** What the deployment's options say about sync (spec idp-sync-and-scim §A1). */
export interface SyncOptions {
  readonly organization: OrganizationSync;
  /** For the default organization. */
  readonly group: GroupSync;
  readonly siteRoles: SiteRoleSync;
  /** A missing claim changes nothing instead of taking everything away. */
  readonly keepOnMissingClaim: boolean;
}

/** Settings that count in place of the stored ones. */
export interface SettingsDraft {
  readonly organization: OrganizationSync | undefined;
  /** Of one organization. */
  readonly inside:
    | {
        readonly organizationId: string;
        /** The legacy mapping stays the stored one. */
        readonly groups: Omit<GroupSync, "legacyMapping"> | undefined;
        readonly roles: RoleSync | undefined;
      }
    | undefined;
}

/** Settings of groups that change nothing. */
export const groupSyncOff: GroupSync = {
  field: "",
  mapping: {},
  regexFilter: null,
  autoCreate: false,
  legacyMapping: {},
};

/** Settings of roles that change nothing. */
export const roleSyncOff: RoleSync = { field: "", mapping: {} };

/** What a claim value stands for; undefined when it is not mapped. */
export function mapped<T>(mapping: Readonly<Record<string, T>>, value: string): T | undefined {
  return Object.hasOwn(mapping, value) ? mapping[value] : undefined;
}

/** A stored row wins entirely, even one that switches sync off (spec §A5). */
export function resolveOrganizationSync(
  stored: OrganizationSync | null,
  options: SyncOptions,
): OrganizationSync {
  return stored ?? options.organization;
}

/** A stored row, else the options for the default organization, else off (spec §A5). */
export function resolveGroupSync(
  stored: GroupSync | null,
  options: SyncOptions,
  isDefaultOrganization: boolean,
): GroupSync {
  if (stored !== null) return stored;
  return isDefaultOrganization && options.group.field !== "" ? options.group : groupSyncOff;
}
