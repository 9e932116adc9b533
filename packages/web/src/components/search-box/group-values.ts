import { api } from "../../lib/api.ts";
import type { SearchValue } from "./search-key.ts";

const mostSuggestions = 20;

/** Groups that whoever is signed in may read, by a part of their names; Everyone stands for its organization and is left out. */
export async function groupValues(
  text: string,
  signal: AbortSignal,
): Promise<readonly SearchValue[]> {
  const query = { exclude_members: "true" };
  const groups = await api.call("listGroups", { query }, { signal });
  const typed = text.toLowerCase();
  return groups
    .filter(
      ({ id, organization_id, name, display_name }) =>
        id !== organization_id && `${name} ${display_name}`.toLowerCase().includes(typed),
    )
    .slice(0, mostSuggestions)
    .map(({ name, organization_display_name, organization_name }) => ({
      value: name,
      label: name,
      secondary: organization_display_name || organization_name,
    }));
}
