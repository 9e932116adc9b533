import type { EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import { typedQuery, userEntity } from "../../components/entity-picker/sources.ts";
import type { Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";
import { statusOf } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";

/**
 * Finds users by name or e-mail; those who are in the organization already cannot be picked, nor those whose
 * memberships follow the identity provider. The server refuses all of them or none: it is asked about one, once.
 */
export function findNewMembers(organizationId: string): EntitySearch {
  let isSynced: Promise<boolean> | undefined;
  const refusesFederated = (userId: string) => {
    isSynced ??= isRefused(organizationId, userId).catch(() => {
      isSynced = undefined;
      return false;
    });
    return isSynced;
  };
  return async (text, signal) => {
    const query = { q: typedQuery(text), limit: 20 };
    const { users, count } = await api.call("listUsers", { query }, { signal });
    const isInside = (user: (typeof users)[number]) =>
      user.organization_ids.includes(organizationId);
    const probe = users.find((user) => user.login_type === "oidc" && !isInside(user));
    const follow = probe !== undefined && (await refusesFederated(probe.id));
    const first = users.map((user) => ({
      ...userEntity(user),
      reason: isInside(user)
        ? "Already a member."
        : follow && user.login_type === "oidc"
          ? reasons.membersSynced
          : undefined,
    }));
    return { first, total: count };
  };
}

/** Whether the server would refuse to add a user for what they are. Nothing is written. */
async function isRefused(organization_id: string, user_id: string): Promise<boolean> {
  const change = { kind: "member", organization_id, user_id, action: "add" } as const;
  try {
    await api.call("previewAuthorization", { body: { change } });
    return false;
  } catch (thrown) {
    if (statusOf(thrown) === 400) return true;
    throw thrown;
  }
}

/** The user with an e-mail address. */
export async function userByEmail(email: string, signal: AbortSignal): Promise<Person | undefined> {
  const q = `email:"${email.replaceAll('"', "")}"`;
  const { users } = await api.call("listUsers", { query: { q, limit: 1 } }, { signal });
  const [user] = users;
  return user === undefined ? undefined : { ref: user.id, name: user.username };
}
