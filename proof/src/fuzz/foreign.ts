import { must } from "../support/http.ts";
import type { Known } from "./values.ts";
import type { Canary } from "./verdict.ts";

/** An organization that has nothing to do with most actors, as they may try to reach it. */
export interface Foreign {
  /** Ids and names of the organization and what belongs to it: what an attacker may have found out. */
  readonly known: Known;
  /** Those of its member. */
  readonly person: Known;
  /** What only its members and the deployment's administrators may read. */
  readonly canaries: readonly Canary[];
}

/** Stands in every field of the foreign organization that people fill in, and nowhere else. */
const mark = "kestrel-of-another-organization";

/** The same for its member, whom the administrators of any organization may read, to add him to theirs. */
const personMark = "falconer-of-another-organization";

/** Fills an organization with a member, a group, a role, sync settings and an audit trail, all of them marked. */
export async function makeForeign(
  address: string,
  keeper: { id: string; token: string },
  password: string,
  allowed: { organization: readonly string[]; person: readonly string[] },
): Promise<Foreign> {
  const { token } = keeper;
  const make = async (method: string, path: string, body: unknown) =>
    must(address, method, path, { token, body });
  const organization = await make("POST", "/organizations", {
    ...{ name: "aviary", display_name: mark, description: mark, icon: `/${mark}.svg` },
  });
  const id = String(organization["id"]);
  const user = await make("POST", "/users", {
    ...{ username: "falconer", name: personMark, email: `${personMark}@example.com`, password },
    organization_ids: [id],
  });
  const group = await make("POST", `/organizations/${id}/groups`, {
    ...{ name: "nest", display_name: mark, avatar_url: `/${mark}.png` },
  });
  await make("PATCH", `/groups/${String(group["id"])}`, { add_users: [user["id"]] });
  const role = { name: "warden", display_name: mark, organization_permissions: [] };
  await make("POST", `/organizations/${id}/members/roles`, role);
  await make("PATCH", `/organizations/${id}/settings/idpsync/groups`, {
    ...{ field: mark, mapping: { [mark]: [group["id"]] } },
  });
  const { id: userId, username } = { id: String(user["id"]), username: "falconer" };
  const groupId = String(group["id"]);
  const canary = (what: string, text: string, may: readonly string[]): Canary => {
    return { what, text, allowed: may, isLogged: true };
  };
  const sent = (what: string, text: string, may: readonly string[]): Canary => {
    return { ...canary(what, text, may), isSent: true };
  };
  // Whoever may read all users reads which organizations they are in.
  const mayReadId = [...allowed.organization, ...allowed.person];
  return {
    known: { ids: [id, groupId], names: ["aviary", "nest", "warden"], emails: [] },
    person: { ids: [userId], names: [username], emails: [] },
    canaries: [
      canary("something of another organization", mark, allowed.organization),
      sent("the id of another organization", id, mayReadId),
      sent("the id of another organization's group", groupId, allowed.organization),
      canary("a member of another organization", personMark, allowed.person),
      sent("the id of another organization's member", userId, allowed.person),
    ],
  };
}
