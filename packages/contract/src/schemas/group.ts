import { bool, int, list, object, oneOf, optional, text, time, uuid } from "../schema.ts";
import { loginTypes, userStatuses } from "./user.ts";

/** Largest quota allowance: what a 32-bit integer holds. */
const maxQuota = 2147483647;

/** Most users that one request adds to or removes from a group, each way. */
const maxMemberChanges = 50_000;

/** Most entries of one bulk change (spec organizations §13.2). */
export const maxBulkEntries = 10_000;

/** Bytes that a request about many members may have (spec organizations §13.2). */
export const memberChangesLimitBytes = 4_194_304;

/** A user as the groups show him (spec organizations §7.1). */
export const reducedUser = object(
  {
    id: uuid({ description: "Id of the user." }),
    username: text({ description: "Unique name." }),
    name: optional(text({ description: "Full name; omitted when empty." })),
    avatar_url: optional(text({ description: "Picture; omitted when empty." })),
    email: text({ description: "E-mail address; empty for service accounts." }),
    created_at: time({ description: "When the account was created." }),
    updated_at: time({ description: "When the row changed last, by activity too." }),
    last_seen_at: time({ description: "Last use; year 1 means never." }),
    status: oneOf(userStatuses, { required: true, description: "State of the account." }),
    login_type: oneOf(loginTypes, { required: true, description: "How the user signs in." }),
    is_service_account: optional(bool({ description: "Omitted when false." })),
    theme_preference: optional(text({ description: "Never filled; read the appearance instead." })),
  },
  { name: "ReducedUser", description: "A user without roles and organizations." },
);

/** The Group object (spec organizations §7.1). */
export const group = object(
  {
    id: uuid({ description: "Id of the group; that of its organization for Everyone." }),
    name: text({ description: "Name, unique in its organization." }),
    display_name: text({ description: "Name for people; may be empty." }),
    organization_id: uuid({ description: "Organization of the group." }),
    organization_name: text({ description: "Name of the organization." }),
    organization_display_name: text({ description: "Name of the organization for people." }),
    members: list(reducedUser, {
      description: "Members that the caller may read, by username; empty where left out.",
    }),
    total_member_count: int({
      description: "All members who are not deleted, whatever the caller may read.",
    }),
    avatar_url: text({ description: "Path or URL of its picture; may be empty." }),
    quota_allowance: int({ description: "Credits that it adds to each member's quota." }),
    source: oneOf(["user", "oidc"], {
      required: true,
      description: "`oidc` where the identity provider made or manages it.",
    }),
  },
  { name: "Group", description: "A named set of members of an organization." },
);

/** The answer of the lists of a group's members. */
export const groupMemberPage = object(
  {
    users: list(reducedUser, { description: "The page, by username." }),
    count: int({ description: "Matching members that the caller may read, whatever the page." }),
  },
  { name: "GroupMembersResponse", description: "A page of the members of a group." },
);

/** The answer of `GET /organizations/{organization}/paginated-groups`. */
export const groupPage = object(
  {
    groups: list(group, { description: "The page, Everyone first, without members." }),
    count: int({ description: "Matching groups, whatever the page." }),
  },
  { name: "PaginatedGroupsResponse", description: "A page of groups." },
);

const displayName = text({ format: "display_name", description: "Name for people." });
const avatarUrl = text({ format: "avatar_url", description: "Path or URL of a picture." });
const quotaAllowance = int({
  min: 0,
  max: maxQuota,
  description: "Credits that it adds to each member's quota.",
});

/** The body of `POST /organizations/{organization}/groups` (spec organizations §7.4). */
export const createGroupRequest = object(
  {
    name: text({ required: true, format: "group_name", description: "Unique, not `Everyone`." }),
    display_name: displayName,
    avatar_url: avatarUrl,
    quota_allowance: quotaAllowance,
  },
  { name: "CreateGroupRequest", description: "A new group." },
);

const userIds = (description: string) =>
  list(text({ description: "Id of a member of the organization." }), {
    maxItems: maxMemberChanges,
    description,
  });

/** The body of `PATCH /groups/{group}` (spec organizations §7.8). */
export const updateGroupRequest = object(
  {
    name: text({ format: "group_name", description: "New name; empty leaves it." }),
    display_name: optional(displayName),
    avatar_url: optional(avatarUrl),
    quota_allowance: optional(quotaAllowance),
    add_users: userIds("Users who come in; none may be in already."),
    remove_users: userIds("Users who go out, after the additions."),
  },
  { name: "PatchGroupRequest", description: "What changes; the rest stays." },
);

/** The body of `POST /groups/{group}/members/bulk` (spec organizations §13.2). */
export const bulkGroupMembersRequest = object(
  {
    all_or_nothing: bool({
      description: "Whether one refused entry keeps all from being written.",
    }),
    entries: list(
      object(
        {
          user: text({ required: true, description: "Id or username." }),
          action: oneOf(["add", "remove"], { required: true, description: "What to do." }),
        },
        { name: "BulkGroupMemberEntry", description: "A change of one member." },
      ),
      { required: true, maxItems: maxBulkEntries, description: "1 to 10,000 changes." },
    ),
  },
  { name: "BulkGroupMembersRequest", description: "Changes of many members." },
);

/** The answer of bulk changes of members (spec organizations §13.2). */
export const bulkResult = object(
  {
    committed: bool({ description: "False: nothing was written." }),
    applied: int({ description: "Entries that changed something." }),
    results: list(
      object(
        {
          index: int({ description: "Place in the request, from 0." }),
          user_id: optional(text({ description: "Omitted where no member is named." })),
          status: oneOf(["applied", "unchanged", "refused"], {
            required: true,
            description: "What came of it; `applied` entries count only when committed.",
          }),
          code: optional(text({ description: "Why it was refused, for programs." })),
          message: optional(text({ description: "Why it was refused, for people." })),
        },
        { name: "BulkEntryResult", description: "What came of one entry." },
      ),
      { description: "One for each entry, in their order." },
    ),
  },
  { name: "BulkResult", description: "What came of a bulk change." },
);

/** The body of `POST /organizations/{organization}/members/bulk` (spec organizations §13.2). */
export const bulkMembersRequest = object(
  {
    all_or_nothing: bool({
      description: "Whether one refused entry keeps all from being written.",
    }),
    entries: list(
      object(
        {
          user: text({ required: true, description: "Id or username." }),
          action: oneOf(["add", "remove", "set_roles"], {
            required: true,
            description: "What to do.",
          }),
          roles: list(text({ description: "Name of a role." }), {
            maxItems: 100,
            description: "The full set, for `set_roles`.",
          }),
        },
        { name: "BulkMemberEntry", description: "A change of one membership." },
      ),
      { required: true, maxItems: maxBulkEntries, description: "1 to 10,000 changes." },
    ),
  },
  { name: "BulkMembersRequest", description: "Changes of many memberships." },
);
