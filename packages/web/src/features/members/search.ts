import type { SearchKey } from "../../components/search-box/search-key.ts";
import { userSearchKeys } from "../../components/search-box/user-keys.ts";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { labelOf } from "../../lib/labels.ts";
import { numberIn, type SearchOf } from "../../lib/search-params.ts";
import type { MembersRequest } from "./queries.ts";

/** The parameters of the list's address. */
export const membersSearch = { q: "", page: "1", size: "50" } as const;

/** The page and size of an address; anything else is the first page of 50. */
export function pageOf(search: SearchOf<typeof membersSearch>) {
  const size = numberIn(search.size, { min: 25, max: 100, standard: 50 });
  return {
    page: numberIn(search.page, { min: 1, max: 1_000_000, standard: 1 }),
    size: [25, 50, 100].includes(size) ? size : 50,
  };
}

/** Reads the address into a request. */
export function listRequest(search: SearchOf<typeof membersSearch>): MembersRequest {
  const { page, size } = pageOf(search);
  return { q: search.q, limit: size, offset: (page - 1) * size };
}

/** The search language of members: that of users, with the roles of this organization. */
export function memberSearchKeys(roles: readonly OrganizationRole[]): readonly SearchKey[] {
  const ofRoles: SearchKey = {
    key: "org_role",
    label: "Organization role",
    description: "Holds a role here",
    kind: "choice",
    many: true,
    values: roles.map((role) => ({ value: role.name, label: labelOf(role) })),
  };
  return [
    ofRoles,
    ...userSearchKeys.map((key) => (key.key === "role" ? { ...key, label: "Site role" } : key)),
  ];
}
