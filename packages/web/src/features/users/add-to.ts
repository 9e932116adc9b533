import { entryResults } from "../../components/bulk/entry-results.ts";
import type { EntryResult } from "../../components/bulk/result-list.tsx";
import type { Entity, EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import { api } from "../../lib/api.ts";
import { organizationLabel } from "../../lib/queries.ts";
import type { User } from "./queries.ts";

/** What several users can be brought into. */
export type AddKind = "organization" | "group";

interface AddFacts {
  readonly label: string;
  readonly help: string;
  readonly find: EntitySearch;
  /** Adds all in one call. Throws ApiFailure when nobody was added. */
  readonly add: (target: Entity, users: readonly User[]) => Promise<readonly EntryResult[]>;
}

const entriesOf = (users: readonly User[]) =>
  users.map(({ id }) => ({ user: id, action: "add" as const }));

const peopleOf = (users: readonly User[]) =>
  users.map(({ id, username }) => ({ ref: id, name: username }));

const contains = (text: string, typed: string): boolean =>
  text.toLowerCase().includes(typed.trim().toLowerCase());

const mostFound = 50;

/** Organizations by their names. */
export const findOrganizations: EntitySearch = async (text, signal) => {
  const found = await api.call("listOrganizations", {}, { signal });
  return found
    .filter((each) => contains(`${each.name} ${each.display_name}`, text))
    .slice(0, mostFound)
    .map((each) => ({
      id: each.id,
      name: organizationLabel(each),
      secondary: each.description === "" ? each.name : each.description,
      kind: "organization",
    }));
};

/** Groups by their names, with their organization; nobody is added to Everyone by hand. */
export const findGroups: EntitySearch = async (text, signal) => {
  const found = await api.call("listGroups", { query: { exclude_members: "true" } }, { signal });
  return found
    .filter(
      ({ id, organization_id, name, display_name }) =>
        id !== organization_id && contains(`${name} ${display_name}`, text),
    )
    .slice(0, mostFound)
    .map((each) => ({
      id: each.id,
      name: each.display_name === "" ? each.name : each.display_name,
      secondary: each.organization_display_name || each.organization_name,
      kind: "group",
      reason: each.source === "oidc" ? "The identity provider keeps its members." : undefined,
    }));
};

/** Both kinds, with what the dialog says and sends. */
export const addKinds: Readonly<Record<AddKind, AddFacts>> = {
  organization: {
    label: "Organization",
    help: "They get what its members may do, and come into its group Everyone.",
    find: findOrganizations,
    add: async (target, users) => {
      const params = { organization: target.id };
      const answer = await api.call("changeMembers", {
        params,
        body: { entries: entriesOf(users) },
      });
      return entryResults(answer, peopleOf(users), "A member already.");
    },
  },
  group: {
    label: "Group",
    help: "Only members of the group's organization can come in; others are refused by name.",
    find: findGroups,
    add: async (target, users) => {
      const params = { group: target.id };
      const answer = await api.call("changeGroupMembers", {
        params,
        body: { entries: entriesOf(users) },
      });
      return entryResults(answer, peopleOf(users), "In the group already.");
    },
  },
};
