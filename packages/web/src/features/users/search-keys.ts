import type { SearchKey, SearchValue } from "../../components/search-box/search-key.ts";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import { api } from "../../lib/api.ts";
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

const mostSuggestions = 20;

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
      source: (text, signal) => groupValues(text, signal, organizations),
    },
  ];
}

/** Groups that whoever is signed in may read; Everyone stands for its organization and is left out. */
async function groupValues(
  text: string,
  signal: AbortSignal,
  organizations: readonly Organization[],
): Promise<readonly SearchValue[]> {
  const query = { exclude_members: "true" };
  const groups = await api.call("listGroups", { query }, { signal });
  const typed = text.toLowerCase();
  const labels = new Map(organizations.map((each) => [each.id, organizationLabel(each)]));
  return groups
    .filter(
      ({ id, organization_id, name, display_name }) =>
        id !== organization_id && `${name} ${display_name}`.toLowerCase().includes(typed),
    )
    .slice(0, mostSuggestions)
    .map(({ name, organization_id }) => ({
      value: name,
      label: name,
      secondary: labels.get(organization_id),
    }));
}
