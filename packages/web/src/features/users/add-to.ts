import type { QueryClient } from "@tanstack/react-query";
import { entryResults } from "../../components/bulk/entry-results.ts";
import type { EntryResult } from "../../components/bulk/result-list.tsx";
import type { Entity, EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import { findGroups, findOrganizations } from "../../components/entity-picker/sources.ts";
import { api } from "../../lib/api.ts";
import { groupsChanged, membersChanged } from "../../lib/changed.ts";
import type { User } from "./queries.ts";

/** What several users can be brought into. */
export type AddKind = "organization" | "group";

interface AddFacts {
  readonly label: string;
  readonly help: string;
  readonly find: EntitySearch;
  /** Adds all in one call. Throws ApiFailure when nobody was added. */
  readonly add: (target: Entity, users: readonly User[]) => Promise<readonly EntryResult[]>;
  /** Asks anew for everything that shows who is in the target. */
  readonly changed: (queries: QueryClient, target: string) => Promise<void>;
}

const entriesOf = (users: readonly User[]) =>
  users.map(({ id }) => ({ user: id, action: "add" as const }));

const peopleOf = (users: readonly User[]) =>
  users.map(({ id, username }) => ({ ref: id, name: username }));

/** Both kinds, with what the dialog says and sends. */
export const addKinds: Readonly<Record<AddKind, AddFacts>> = {
  organization: {
    label: "Organization",
    help: "They get what its members may do, and come into its group Everyone.",
    find: findOrganizations,
    changed: membersChanged,
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
    changed: (queries) => groupsChanged(queries),
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
