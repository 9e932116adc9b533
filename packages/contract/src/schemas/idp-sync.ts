import {
  anyJson,
  bool,
  int,
  list,
  map,
  nullable,
  object,
  oneOf,
  optional,
  text,
  uuid,
} from "../schema.ts";

const field = text({ description: "Name of the claim; empty = off." });

const idMapping = (what: string) =>
  map(list(uuid({ description: `Id of ${what}.` }), { maxItems: 10_000, description: "Ids." }), {
    description: `Ids of ${what} by value of the claim.`,
  });

const roleMapping = map(
  list(text({ description: "Name of an organization role." }), {
    maxItems: 1000,
    description: "Role names.",
  }),
  { description: "Names of roles by value of the claim." },
);

const fromOptions = optional(
  bool({
    description:
      "Whether nothing was saved and the options of the deployment decide; omitted otherwise.",
  }),
);

const organizationSyncFields = {
  field,
  mapping: idMapping("organizations"),
  organization_assign_default: bool({
    description: "Everybody is a member of the default organization.",
  }),
};

/** Settings of organization sync (spec idp-sync-and-scim §A2.1). */
export const organizationSync = object(
  { ...organizationSyncFields, from_options: fromOptions },
  { name: "OrganizationSyncSettings", description: "How memberships follow a claim." },
);

/** The body that replaces them. */
export const organizationSyncRequest = object(organizationSyncFields, {
  name: "UpdateOrganizationSyncSettingsRequest",
  description: "All settings of organization sync.",
});

const groupSyncFields = {
  field,
  mapping: idMapping("groups"),
  regex_filter: nullable(
    text({ description: "RE2 pattern that the name of a group has to contain; null = none." }),
  ),
  auto_create_missing_groups: bool({ description: "Groups that are missing are created." }),
  legacy_group_name_mapping: optional(
    map(text({ description: "Name of a group." }), {
      description: "Group names by value of the claim; read-only, omitted when empty.",
    }),
  ),
};

/** Settings of group sync. `regex_filter` keeps null and the empty text apart. */
export const groupSync = object(
  { ...groupSyncFields, from_options: fromOptions },
  {
    name: "GroupSyncSettings",
    description: "How the groups of an organization follow a claim.",
  },
);

/** The body that replaces them. */
export const groupSyncRequest = object(groupSyncFields, {
  name: "UpdateGroupSyncSettingsRequest",
  description: "All settings of group sync.",
});

/** Settings of role sync. */
export const roleSync = object(
  { field, mapping: roleMapping },
  { name: "RoleSyncSettings", description: "How the roles of an organization follow a claim." },
);

/** The body that replaces them. */
export const roleSyncRequest = object(
  { field, mapping: roleMapping },
  { name: "UpdateRoleSyncSettingsRequest", description: "All settings of role sync." },
);

/** The body of `PATCH /settings/idpsync/organization/config`. */
export const organizationSyncConfig = object(
  {
    field,
    assign_default: bool({ description: "Everybody is a member of the default organization." }),
  },
  {
    name: "PatchOrganizationIDPSyncConfigRequest",
    description: "Settings of organization sync without the mapping.",
  },
);

/** The body of `PATCH …/settings/idpsync/groups/config`. */
export const groupSyncConfig = object(
  {
    field,
    regex_filter: nullable(text({ description: "RE2 pattern; null = none." })),
    auto_create_missing_groups: bool({ description: "Groups that are missing are created." }),
  },
  {
    name: "PatchGroupIDPSyncConfigRequest",
    description: "Settings of group sync without the mapping.",
  },
);

/** The body of `PATCH …/settings/idpsync/roles/config`. */
export const roleSyncConfig = object(
  { field },
  {
    name: "PatchRoleIDPSyncConfigRequest",
    description: "Settings of role sync without the mapping.",
  },
);

const idPair = object(
  {
    Given: text({ description: "Value of the claim." }),
    Gets: uuid({ description: "Id that it stands for." }),
  },
  { name: "IDPSyncMapping-uuid_UUID", description: "A value and the id that it stands for." },
);

const namePair = object(
  {
    Given: text({ description: "Value of the claim." }),
    Gets: text({ description: "Role that it stands for." }),
  },
  { name: "IDPSyncMapping-string", description: "A value and the role that it stands for." },
);

const pairs = { maxItems: 10_000 } as const;

/** The body of `PATCH /settings/idpsync/organization/mapping`; removing wins. */
export const organizationSyncMapping = object(
  {
    Add: list(idPair, { ...pairs, description: "Pairs to add." }),
    Remove: list(idPair, { ...pairs, description: "Pairs to remove." }),
  },
  { name: "PatchOrganizationIDPSyncMappingRequest", description: "A change of the mapping." },
);

/** The body of `PATCH …/settings/idpsync/groups/mapping`; removing wins. */
export const groupSyncMapping = object(
  {
    Add: list(idPair, { ...pairs, description: "Pairs to add." }),
    Remove: list(idPair, { ...pairs, description: "Pairs to remove." }),
  },
  { name: "PatchGroupIDPSyncMappingRequest", description: "A change of the mapping." },
);

/** The body of `PATCH …/settings/idpsync/roles/mapping`; removing wins. */
export const roleSyncMapping = object(
  {
    Add: list(namePair, { ...pairs, description: "Pairs to add." }),
    Remove: list(namePair, { ...pairs, description: "Pairs to remove." }),
  },
  { name: "PatchRoleIDPSyncMappingRequest", description: "A change of the mapping." },
);

/** The answer of `…/available-fields` and `…/field-values`. */
export const claimTexts = list(text({ description: "Name or value." }), {
  description: "In byte order, without repeats.",
});

/** Settings that a dry run tries. */
export const triedSyncSettings = object(
  {
    organization: optional(organizationSyncRequest),
    groups: optional(groupSyncRequest),
    roles: optional(roleSyncRequest),
  },
  {
    name: "PreviewIDPSyncSettings",
    description:
      "Settings that are not saved: they count in place of the saved ones, those of `groups` and `roles` in the organization of `organization_id`. The saved legacy mapping of groups stays.",
  },
);

/** The body of `POST /settings/idpsync/preview` (spec idp-sync-and-scim §A8). */
export const previewSyncRequest = object(
  {
    claims: optional(
      map(anyJson({ description: "Any claim." }), { description: "Merged claims." }),
    ),
    user: text({
      description:
        "Id or username to compare with; empty = whoever the claims belong to, else a new user.",
    }),
    organization_id: optional(uuid({ description: "Only groups and roles of this organization." })),
    settings: optional(triedSyncSettings),
  },
  { name: "PreviewIDPSyncRequest", description: "A login to try." },
);

const roleSets = {
  before: list(text({ description: "Name of a role." }), { description: "Roles now." }),
  after: list(text({ description: "Name of a role." }), { description: "Roles afterwards." }),
};
const ids = (description: string) => list(uuid({ description: "Id." }), { description });

/** The answer of `POST /settings/idpsync/preview`. */
export const previewSyncResponse = object(
  {
    allowed: bool({ description: "Whether the login would succeed." }),
    refusal: optional(
      object(
        {
          status: int({ description: "HTTP status of the refusal." }),
          reason: text({ description: "Why, for people." }),
        },
        { name: "PreviewIDPSyncRefusal", description: "Why the login would be refused." },
      ),
    ),
    email: text({ description: "E-mail address that the claims tell; may be empty." }),
    username: text({
      description: "Username, or the one that a new user would get; may be empty.",
    }),
    email_verified: bool({ description: "Whether the claims say that the address is verified." }),
    organizations: object(
      {
        add: ids("Memberships that would begin."),
        remove: ids("Memberships that would end."),
        keep: ids("Memberships that would stay."),
      },
      { name: "PreviewIDPSyncOrganizations", description: "Memberships." },
    ),
    groups: list(
      object(
        {
          organization_id: uuid({ description: "Organization of the groups." }),
          add: ids("Groups that would be entered."),
          remove: ids("Groups that would be left."),
          create: list(text({ description: "Name." }), {
            description: "Groups that would be created and entered.",
          }),
        },
        { name: "PreviewIDPSyncGroups", description: "Groups of one organization." },
      ),
      { description: "Organizations whose groups are synchronized." },
    ),
    organization_roles: list(
      object(
        { organization_id: uuid({ description: "Organization of the roles." }), ...roleSets },
        { name: "PreviewIDPSyncRoles", description: "Roles in one organization." },
      ),
      { description: "Organizations whose roles are synchronized." },
    ),
    site_roles: object(roleSets, { name: "PreviewIDPSyncSiteRoles", description: "Site roles." }),
    trace: list(
      object(
        {
          kind: oneOf(["organization", "group", "role", "site_role"], {
            required: true,
            name: "IDPSyncKind",
            description: "What the rule is about.",
          }),
          organization_id: optional(uuid({ description: "Omitted for the whole deployment." })),
          setting: text({ description: "Setting that decided." }),
          claim: text({ description: "Name of the claim." }),
          value: text({ description: "Value of the claim; empty for the claim as a whole." }),
          outcome: text({ description: "`mapped`, `unmapped`, `filtered`, `unknown` and others." }),
          detail: text({ description: "For people." }),
        },
        { name: "IDPSyncTraceRow", description: "One rule that was met." },
      ),
      { description: "Every rule that was met, in order." },
    ),
    warnings: list(text({ description: "For people." }), {
      description: "What administrators should know.",
    }),
  },
  { name: "PreviewIDPSyncResponse", description: "What a login would change." },
);
