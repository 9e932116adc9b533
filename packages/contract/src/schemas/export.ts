import { bool, list, object, oneOf, text, time, uuid } from "../schema.ts";
import { loginTypes, userStatuses } from "./user.ts";

const accountFields = {
  user_id: uuid({ description: "Id of the user." }),
  username: text({ description: "Unique name." }),
  name: text({ description: "Full name; may be empty." }),
  email: text({ description: "E-mail address; empty for service accounts." }),
  status: oneOf(userStatuses, { required: true, description: "State of the account." }),
  login_type: oneOf(loginTypes, { required: true, description: "How the user signs in." }),
  is_service_account: bool({ description: "Whether it is a service account." }),
};

const siteRoles = list(text({ description: "Name of a role." }), {
  description: "Roles in the deployment.",
});
const lastSeen = time({ description: "Last use; year 1 means never." });

/** One row of the export of an organization's members (spec organizations §13.1). */
export const exportedMember = object(
  {
    ...accountFields,
    organization_roles: list(text({ description: "Name of a role." }), {
      description: "Explicit roles in the organization.",
    }),
    site_roles: siteRoles,
    groups: list(text({ description: "Name of a group." }), {
      description: "Groups of the organization that the caller may see the member in.",
    }),
    last_seen_at: lastSeen,
    member_since: time({ description: "When the membership began." }),
  },
  { name: "ExportedMember", description: "A member of an organization." },
);

/** One row of the export of users. */
export const exportedUser = object(
  {
    ...accountFields,
    site_roles: siteRoles,
    organizations: list(text({ description: "Name of an organization." }), {
      description: "Memberships in organizations that the caller may read.",
    }),
    last_seen_at: lastSeen,
    created_at: time({ description: "When the account was created." }),
  },
  { name: "ExportedUser", description: "A user." },
);

/** One row of the export of the audit log. */
export const exportedEntry = object(
  {
    id: uuid({ description: "Id of the entry." }),
    time: time({ description: "When it happened." }),
    request_id: uuid({ description: "The request or job that caused it." }),
    user_id: uuid({ description: "Who acted; the nil UUID where nobody knows." }),
    username: text({ description: "Name of who acted; may be empty." }),
    email: text({ description: "Address of who acted; may be empty." }),
    ip: text({ description: "Address of the client; may be empty." }),
    user_agent: text({ description: "Client; may be empty." }),
    action: text({ description: "What was done." }),
    resource_type: text({ description: "What it is about." }),
    resource_id: uuid({ description: "Id of the object." }),
    resource_target: text({ description: "Name of the object." }),
    organization_id: uuid({ description: "The nil UUID means none." }),
    organization: text({ description: "Name of the organization; may be empty." }),
    status_code: text({ description: "Status of the answer." }),
    diff: text({ description: "Changed fields, as JSON." }),
    additional_fields: text({ description: "What else belongs to the entry, as JSON." }),
  },
  { name: "ExportedAuditEntry", description: "One recorded action." },
);
