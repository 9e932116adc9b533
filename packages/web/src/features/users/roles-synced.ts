import { useMay } from "../../lib/permissions.ts";
import { useRefusal } from "../../lib/preview.ts";
import { usersChecks } from "./permissions.ts";
import type { User } from "./queries.ts";

/** Why the site roles of a user follow the identity provider; undefined when they do not, or nobody here may know. */
export function useRolesSynced(user: User, isAsked: boolean): string | undefined {
  const may = useMay(usersChecks);
  const roles = user.roles.map(({ name }) => name);
  return useRefusal(
    { kind: "site_roles", user_id: user.id, roles },
    isAsked && user.login_type === "oidc" && may("users.assignRoles"),
  );
}
