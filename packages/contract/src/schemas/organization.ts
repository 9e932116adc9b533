import { bool, list, object, oneOf, optional, text, time, uuid } from "../schema.ts";

/** Whose workspaces may be shared in an organization (spec organizations §8). */
export const shareableWorkspaceOwners = ["none", "everyone", "service_accounts"] as const;

/** The Organization object (spec organizations §3.1). */
export const organization = object(
  {
    id: uuid({ description: "Id of the organization." }),
    name: text({ description: "Unique name." }),
    display_name: text({ description: "Name for people." }),
    description: text({ description: "What it is for." }),
    icon: text({ description: "Path or URL of its icon." }),
    created_at: time({ description: "When it was created." }),
    updated_at: time({ description: "When it changed last." }),
    is_default: bool({ description: "Whether it is the default organization." }),
    default_org_member_roles: list(text({ description: "Name of a role of the organization." }), {
      description: "Roles that every member has without holding them.",
    }),
  },
  { name: "Organization", description: "An organization." },
);

const description = text({ maxLength: 4096, description: "What it is for." });
const icon = text({ format: "icon", description: "Path or URL of its icon." });

/** The body of `POST /organizations` (spec organizations §3.3). */
export const createOrganizationRequest = object(
  {
    name: text({ required: true, format: "username", description: "Unique name." }),
    display_name: text({
      format: "display_name",
      description: "Name for people; the name itself when empty.",
    }),
    description,
    icon,
  },
  { name: "CreateOrganizationRequest", description: "A new organization." },
);

/** The body of `PATCH /organizations/{organization}` (spec organizations §3.5). */
export const updateOrganizationRequest = object(
  {
    name: text({ format: "username", description: "New name; empty or absent keeps it." }),
    display_name: text({
      format: "display_name",
      description: "New name for people; empty or absent keeps it.",
    }),
    description: optional(description),
    icon: optional(icon),
    default_org_member_roles: optional(
      list(text({ description: "Name of a role of the organization." }), {
        maxItems: 100,
        description:
          "Roles that every member has without holding them; needs the right to assign those that come in and to take away those that go.",
      }),
    ),
  },
  { name: "UpdateOrganizationRequest", description: "What changes; absent fields stay." },
);

/** The answer of `GET` and `PATCH …/settings/workspace-sharing` (spec organizations §8). */
export const workspaceSharingSettings = object(
  {
    shareable_workspace_owners: oneOf(shareableWorkspaceOwners, {
      required: true,
      description: "Whose workspaces may be shared; `none` where the deployment forbids it.",
    }),
    sharing_disabled: bool({ description: "Deprecated: whether nobody may share." }),
    sharing_globally_disabled: bool({
      description: "Whether the deployment forbids sharing, whatever is stored here.",
    }),
  },
  { name: "WorkspaceSharingSettings", description: "Who may share workspaces." },
);

/** The body of `PATCH …/settings/workspace-sharing` (spec organizations §8). */
export const updateWorkspaceSharingRequest = object(
  {
    shareable_workspace_owners: oneOf(shareableWorkspaceOwners, {
      description: "Wins over `sharing_disabled`; empty means not given.",
    }),
    sharing_disabled: bool({
      description: "Deprecated: true means `none`, false and absent mean `everyone`.",
    }),
  },
  { name: "UpdateWorkspaceSharingSettingsRequest", description: "Who may share workspaces." },
);
