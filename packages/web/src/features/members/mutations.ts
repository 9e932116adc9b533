import type { EntryResult } from "../../components/bulk/result-list.tsx";
import type { Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";
import type { Member } from "./queries.ts";

/** What the server says about entries, with the names that the entries had. Unchanged ones say what was so already. */
function resultsOf(
  answer: {
    readonly results: readonly {
      readonly index: number;
      readonly status: "applied" | "unchanged" | "refused";
      readonly message?: string | undefined;
    }[];
  },
  people: readonly Person[],
  already: string,
): readonly EntryResult[] {
  return answer.results.flatMap(({ index, status, message }) => {
    const person = people[index];
    if (person === undefined) return [];
    const base = { key: person.ref, name: person.name };
    if (status === "applied") return [{ ...base, state: "done" as const }];
    if (status === "unchanged") return [{ ...base, state: "unchanged" as const, message: already }];
    return [{ ...base, state: "failed" as const, message: message ?? "Refused." }];
  });
}

/**
 * Adds people, then gives those who came in the roles. Roles that cannot be given leave the membership in place and are
 * told with it. Throws ApiFailure when nobody was added.
 */
export async function addMembers(
  organization: string,
  people: readonly Person[],
  roles: readonly string[],
): Promise<readonly EntryResult[]> {
  const params = { organization };
  const added = await api.call("changeMembers", {
    params,
    body: { entries: people.map(({ ref }) => ({ user: ref, action: "add" as const })) },
  });
  const results = resultsOf(added, people, "A member already; roles stay as they are.");
  const fresh = people.filter((_, at) => added.results[at]?.status === "applied");
  if (roles.length === 0 || fresh.length === 0) return results;
  const given = await api.call("changeMembers", {
    params,
    body: {
      entries: fresh.map(({ ref }) => ({ user: ref, action: "set_roles" as const, roles })),
    },
  });
  const refusals = new Map(
    resultsOf(given, fresh, "").flatMap(({ key, state, message }) =>
      state === "failed" ? [[key, message] as const] : [],
    ),
  );
  return results.map((result) =>
    refusals.has(result.key)
      ? { ...result, message: `Added without roles. ${refusals.get(result.key) ?? ""}` }
      : result,
  );
}

/** Removes members in one call; every one of them gets a result. Throws ApiFailure when nobody was removed. */
export async function removeMembers(
  organization: string,
  members: readonly { readonly key: string; readonly name: string }[],
): Promise<readonly EntryResult[]> {
  const people = members.map(({ key, name }) => ({ ref: key, name }));
  const answer = await api.call("changeMembers", {
    params: { organization },
    body: { entries: people.map(({ ref }) => ({ user: ref, action: "remove" as const })) },
  });
  return resultsOf(answer, people, "Not a member any more.");
}

/** Takes a removal back: the membership and its roles, not its groups. Throws ApiFailure. */
export async function restoreMember(organization: string, member: Member): Promise<void> {
  const params = { organization, user: member.user_id };
  await api.call("addMember", { params });
  const roles = member.roles.map(({ name }) => name);
  if (roles.length > 0) await api.call("updateMemberRoles", { params, body: { roles } });
}
