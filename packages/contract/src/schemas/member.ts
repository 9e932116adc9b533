import { bool, int, list, object, oneOf, optional, text, time, uuid } from "../schema.ts";
import { loginTypes, slimRole, userStatuses } from "./user.ts";

const membershipFields = {
  user_id: uuid({ description: "Id of the user." }),
  organization_id: uuid({ description: "Id of the organization." }),
  created_at: time({ description: "When the membership began." }),
  updated_at: time({ description: "When the membership changed last." }),
  roles: list(slimRole, { description: "Roles in the organization, without the implied one." }),
};

/** The OrganizationMember object (spec organizations §4.1). */
export const organizationMember = object(membershipFields, {
  name: "OrganizationMember",
  description: "A membership.",
});

/** The OrganizationMemberWithUserData object (spec organizations §4.1). */
export const organizationMemberWithUserData = object(
  {
    ...membershipFields,
    username: text({ description: "Unique name of the user." }),
    name: optional(text({ description: "Full name; omitted when empty." })),
    avatar_url: optional(text({ description: "Picture; omitted when empty." })),
    email: text({ description: "E-mail address; empty for service accounts." }),
    status: oneOf(userStatuses, { required: true, description: "State of the account." }),
    login_type: oneOf(loginTypes, { required: true, description: "How the user signs in." }),
    last_seen_at: time({ description: "Last use; year 1 means never." }),
    user_created_at: time({ description: "When the account was created." }),
    user_updated_at: time({ description: "When the account changed last." }),
    is_service_account: optional(bool({ description: "Omitted when false." })),
    global_roles: list(slimRole, { description: "Site roles, without the implied one." }),
    has_ai_seat: bool({ description: "Whether the user occupies an AI seat." }),
  },
  { name: "OrganizationMemberWithUserData", description: "A membership and its user." },
);

/** The answer of `GET …/paginated-members` (spec organizations §4.4). */
export const memberPage = object(
  {
    members: list(organizationMemberWithUserData, { description: "The page." }),
    count: int({ description: "Members that match `q`, whatever the page." }),
  },
  { name: "PaginatedMembersResponse", description: "A page of members." },
);

/** The body of `PUT …/members/{user}/roles` (spec organizations §4.8). */
export const updateMemberRolesRequest = object(
  {
    roles: list(text({ description: "Name of a role of the organization." }), {
      maxItems: 1000,
      description: "The full set of roles in the organization.",
    }),
  },
  { description: "A set of roles." },
);
