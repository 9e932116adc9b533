import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** Whether whoever is signed in is in a group of an organization; Everyone, whose id is the organization's, is none. */
export function hasGroupQuery(organization: string) {
  return queryOptions({
    queryKey: ["groups", organization, "own"],
    queryFn: async ({ signal }) => {
      const query = { organization, has_member: "me", exclude_members: "true" };
      const groups = await api.call("listGroups", { query }, { signal });
      return groups.some(({ id }) => id !== organization);
    },
    staleTime: 60_000,
  });
}
