import type { SearchKey } from "./search-key.ts";

/** The search language about users (spec users §8.2), which lists of members share. */
export const userSearchKeys: readonly SearchKey[] = [
  {
    key: "status",
    label: "Status",
    description: "Active, dormant or suspended",
    kind: "choice",
    many: true,
    values: [
      { value: "active", label: "Active" },
      { value: "dormant", label: "Dormant" },
      { value: "suspended", label: "Suspended" },
    ],
  },
  {
    key: "role",
    label: "Role",
    description: "Holds a site role",
    kind: "choice",
    many: true,
    values: [
      { value: "owner", label: "Owner" },
      { value: "user-admin", label: "User Admin" },
      { value: "template-admin", label: "Template Admin" },
      { value: "auditor", label: "Auditor" },
      { value: "agents-access", label: "Agents Access" },
    ],
  },
  {
    key: "login_type",
    label: "Sign-in",
    description: "How they sign in",
    kind: "choice",
    many: true,
    values: [
      { value: "password", label: "Password" },
      { value: "oidc", label: "Single sign-on" },
      { value: "github", label: "GitHub" },
      { value: "none", label: "None" },
    ],
  },
  {
    key: "service_account",
    label: "Kind",
    description: "People or service accounts",
    kind: "choice",
    values: [
      { value: "true", label: "Service account" },
      { value: "false", label: "Person" },
    ],
  },
  {
    key: "last_seen_before",
    label: "Last seen before",
    description: "Not seen since a day",
    kind: "date",
  },
  {
    key: "last_seen_after",
    label: "Last seen after",
    description: "Seen since a day",
    kind: "date",
  },
  { key: "created_before", label: "Created before", description: "Older accounts", kind: "date" },
  { key: "created_after", label: "Created after", description: "Newer accounts", kind: "date" },
  { key: "name", label: "Full name", description: "Part of the full name", kind: "text" },
  { key: "email", label: "Email", description: "The exact address", kind: "text" },
];
