import type { EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import { typedQuery, userEntity } from "../../components/entity-picker/sources.ts";
import type { Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";

/** Finds users by name or e-mail; those who are in the organization already cannot be picked. */
export function findNewMembers(organizationId: string): EntitySearch {
  return async (text, signal) => {
    const query = { q: typedQuery(text), limit: 20 };
    const { users } = await api.call("listUsers", { query }, { signal });
    return users.map((user) => ({
      ...userEntity(user),
      reason: user.organization_ids.includes(organizationId) ? "Already a member." : undefined,
    }));
  };
}

/** The user with an e-mail address. */
export async function userByEmail(email: string, signal: AbortSignal): Promise<Person | undefined> {
  const q = `email:"${email.replaceAll('"', "")}"`;
  const { users } = await api.call("listUsers", { query: { q, limit: 1 } }, { signal });
  const [user] = users;
  return user === undefined ? undefined : { ref: user.id, name: user.username };
}
