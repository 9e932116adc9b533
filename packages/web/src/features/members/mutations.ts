import { entryResults } from "../../components/bulk/entry-results.ts";
import type { EntryResult } from "../../components/bulk/result-list.tsx";
import type { Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";
import { problemOf } from "../../lib/problem.ts";
import type { Member } from "./queries.ts";

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
  const results = entryResults(added, people, "A member already; roles stay as they are.");
  const fresh = people.filter((_, at) => added.results[at]?.status === "applied");
  if (roles.length === 0 || fresh.length === 0) return results;
  const refusals = await giveRoles(organization, fresh, roles);
  return results.map((result) => {
    const refusal = refusals.get(result.key);
    return refusal === undefined
      ? result
      : { ...result, message: `Added without roles: ${refusal}` };
  });
}

/** Gives those who just came in their roles; answers with who got none, and why. They are in whatever comes of it. */
async function giveRoles(
  organization: string,
  people: readonly Person[],
  roles: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const entries = people.map(({ ref }) => ({ user: ref, action: "set_roles" as const, roles }));
  try {
    const given = await api.call("changeMembers", { params: { organization }, body: { entries } });
    return new Map(
      entryResults(given, people, "").flatMap(({ key, state, message = "" }) =>
        state === "failed" ? [[key, message] as const] : [],
      ),
    );
  } catch (thrown) {
    const { message } = problemOf(thrown);
    return new Map(people.map(({ ref }) => [ref, message]));
  }
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
  return entryResults(answer, people, "Not a member any more.");
}

/** Takes a removal back: the membership and its roles, not its groups. Throws ApiFailure. */
export async function restoreMember(organization: string, member: Member): Promise<void> {
  const params = { organization, user: member.user_id };
  await api.call("addMember", { params });
  const roles = member.roles.map(({ name }) => name);
  if (roles.length > 0) await api.call("updateMemberRoles", { params, body: { roles } });
}
