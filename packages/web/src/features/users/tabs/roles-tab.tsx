import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Callout } from "../../../components/callout/callout.tsx";
import { FormSection } from "../../../components/form/form-section.tsx";
import { SaveBar } from "../../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../../components/leave-guard/leave-guard.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { siteRolesQuery } from "../../../lib/catalogs.ts";
import { permissionKeys } from "../../../lib/permissions.ts";
import { problemOf } from "../../../lib/problem.ts";
import { meQuery } from "../../../lib/queries.ts";
import { reasons } from "../../../lib/reasons.ts";
import { usersChanged } from "../mutations.ts";
import { RoleChanges } from "../role-changes.tsx";
import { RoleChoices } from "../role-choices.tsx";
import type { TabProps } from "./props.ts";

/** The site roles of a user, with what a change gives and takes. */
export function Body({ user }: TabProps) {
  const { data: roles } = useSuspenseQuery(siteRolesQuery);
  const { data: me } = useQuery(meQuery);
  const queries = useQueryClient();
  const held = user.roles.map(({ name }) => name);
  const [chosen, setChosen] = useState<readonly string[]>(held);
  const save = useMutation({
    mutationFn: () =>
      api.call("updateUserRoles", { params: { user: user.id }, body: { roles: chosen } }),
    onSuccess: async () => {
      toastDone(`Roles of ${user.username} saved.`);
      await usersChanged(queries);
      await queries.invalidateQueries({ queryKey: permissionKeys.all });
    },
  });
  const changes = [
    ...chosen.filter((name) => !held.includes(name)),
    ...held.filter((name) => !chosen.includes(name)),
  ].length;
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
      <FormSection
        title="Site roles"
        help="Hold everywhere. Roles of organizations are given there."
      >
        <div className="grid gap-6 xl:grid-cols-2">
          <RoleChoices
            roles={roles}
            value={chosen}
            onChange={setChosen}
            reason={user.id === me?.id ? reasons.self : undefined}
          />
          <RoleChanges username={user.username} roles={roles} before={held} after={chosen} />
        </div>
      </FormSection>
      <SaveBar
        changes={changes}
        pending={save.isPending}
        saveLabel="Save roles"
        onDiscard={() => setChosen(held)}
        onSave={() => save.mutate()}
      />
    </>
  );
}
