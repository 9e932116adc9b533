import { groupValues } from "../../components/search-box/group-values.ts";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";

/** Built-in views above the list. */
export const usersPresets: readonly { readonly label: string; readonly q: string }[] = [
  { label: "All", q: "" },
  { label: "Active", q: "status:active" },
  { label: "Dormant", q: "status:dormant" },
  { label: "Owners", q: "role:owner" },
  { label: "Service accounts", q: "service_account:true" },
  { label: "Never seen", q: 'last_seen_before:"1970-01-01T00:00:00Z"' },
];

/** The search language of the list: that of users, with organizations and groups to pick from. */
export function usersSearchKeys(organizations: readonly Organization[]): readonly SearchKey[] {
  const values = organizations.map((each) => ({
    value: each.name,
    label: organizationLabel(each),
  }));
  return [
    ...userSearchKeys,
    {
      key: "organization",
      label: "Organization",
      description: "Member of an organization",
      kind: "choice",
      values,
    },
    {
      key: "group",
      label: "Group",
      description: "Member of a group",
      kind: "source",
      source: groupValues,
    },
  ];
}
