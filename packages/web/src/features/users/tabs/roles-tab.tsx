import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Callout } from "../../../components/callout/callout.tsx";
import { FormSection } from "../../../components/form/form-section.tsx";
import { SaveBar } from "../../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../../components/leave-guard/leave-guard.tsx";
import { Link } from "../../../components/link/link.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { siteRolesQuery } from "../../../lib/catalogs.ts";
import { usersChanged } from "../../../lib/changed.ts";
import { useMay } from "../../../lib/permissions.ts";
import { problemOf } from "../../../lib/problem.ts";
import { meQuery } from "../../../lib/queries.ts";
import { reasons } from "../../../lib/reasons.ts";
import { useSignInLabel } from "../../../lib/sign-in-label.ts";
import { showUser } from "../mutations.ts";
import { usersChecks } from "../permissions.ts";
import type { User } from "../queries.ts";
import { RoleChanges } from "../role-changes.tsx";
import { RoleChoices } from "../role-choices.tsx";
import { useRolesSynced } from "../roles-synced.ts";
import type { TabProps } from "./props.ts";

/** What is to become of somebody's roles, whatever they hold. */
interface RoleWish {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const noWish: RoleWish = { added: [], removed: [] };
const namesOf = ({ roles }: Pick<User, "roles">) => roles.map(({ name }) => name);

function wishOf(held: readonly string[], chosen: readonly string[]): RoleWish {
  return {
    added: chosen.filter((name) => !held.includes(name)),
    removed: held.filter((name) => !chosen.includes(name)),
  };
}

function wished(held: readonly string[], { added, removed }: RoleWish): readonly string[] {
  const kept = held.filter((name) => !removed.includes(name));
  return [...kept, ...added.filter((name) => !kept.includes(name))];
}

/** The site roles of a user, with what a change gives and takes. */
export function Body({ user }: TabProps) {
  const { data: roles } = useSuspenseQuery(siteRolesQuery);
  const queries = useQueryClient();
  const held = namesOf(user);
  const [wish, setWish] = useState<RoleWish>(noWish);
  const chosen = wished(held, wish);
  const { synced, reason } = useLock(user);
  const may = useMay(usersChecks);
  const provider = useSignInLabel()(user);
  const save = useMutation({
    mutationFn: async () => {
      // The request replaces all roles: what somebody else gave or took meanwhile stays.
      const now = await api.call("getUser", { params: { user: user.id } });
      const body = { roles: [...wished(namesOf(now), wish)] };
      return api.call("updateUserRoles", { params: { user: user.id }, body });
    },
    onSuccess: async (next) => {
      showUser(queries, next);
      setWish(noWish);
      toastDone(`Roles of ${user.username} saved.`);
      await usersChanged(queries);
    },
  });
  const { added, removed } = wishOf(held, chosen);
  const changes = added.length + removed.length;
  return (
    <>
      <LeaveGuard changed={changes === 0 || save.isPending ? [] : ["Site roles"]} />
      {save.error === null ? null : (
        <div role="alert" className="mb-5">
          <Callout tone="danger" title="The roles were not saved.">
            {problemOf(save.error).message}
          </Callout>
        </div>
      )}
      {synced === undefined ? null : (
        <Callout title={`Roles come from ${provider}.`} className="mb-5">
          {synced}{" "}
          {may("users.readConfiguration") ? (
            <>
              Change the{" "}
              <Link to="/deployment/configuration?q=role+mapping" className="underline">
                mapping of its roles
              </Link>{" "}
              instead.
            </>
          ) : (
            "An owner can change the mapping of its roles."
          )}
        </Callout>
      )}
      <FormSection
        title="Site roles"
        help="Hold everywhere. Roles of organizations are given there."
      >
        <div className="grid gap-6 xl:grid-cols-2">
          <RoleChoices
            roles={roles}
            value={chosen}
            onChange={(next) => setWish(wishOf(held, next))}
            reason={reason}
          />
          <RoleChanges user={user} chosen={chosen} isChanged={changes > 0} />
        </div>
      </FormSection>
      <SaveBar
        changes={changes}
        pending={save.isPending}
        saveLabel="Save roles"
        onDiscard={() => setWish(noWish)}
        onSave={() => save.mutate()}
      />
    </>
  );
}

/** Why the roles cannot be changed: oneself, the identity provider, or no right to assign. */
function useLock(user: User) {
  const { data: me } = useQuery(meQuery);
  const isSelf = user.id === me?.id;
  const synced = useRolesSynced(user, !isSelf);
  const reason = isSelf ? reasons.self : synced === undefined ? undefined : reasons.rolesSynced;
  return { synced, reason };
}
