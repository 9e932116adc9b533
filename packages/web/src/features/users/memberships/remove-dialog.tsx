import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { toastDone, toastFailed, toastUndo } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { membersChanged } from "../../../lib/changed.ts";
import type { Organization } from "../../../lib/organization.ts";
import { problemOf } from "../../../lib/problem.ts";
import { organizationLabel } from "../../../lib/queries.ts";
import type { User } from "../queries.ts";
import { membershipQuery, userGroupsQuery } from "./queries.ts";

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Asks before a user is taken out of an organization (level 2), and offers to take it back. */
export function RemoveFromOrganization({
  user,
  organization,
  onClose,
}: {
  readonly user: User;
  readonly organization: Organization;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const membership = useQuery(membershipQuery(user.id, organization.id));
  const groups = useQuery(userGroupsQuery(user.id));
  const isLoading = membership.isPending || groups.isPending;
  const roles = membership.data?.roles.map(({ name }) => name);
  const label = organizationLabel(organization);
  const params = { organization: organization.id, user: user.id };
  const undo = async () => {
    try {
      await api.call("addMember", { params });
      if (roles !== undefined && roles.length > 0)
        await api.call("updateMemberRoles", { params, body: { roles } });
      toastDone(`${user.username} is a member of ${label} again.`);
    } catch (thrown) {
      toastFailed(`${user.username} was not brought back. ${problemOf(thrown).message}`);
    }
    await membersChanged(queries, organization.id);
  };
  const remove = useMutation({
    mutationFn: () => api.call("removeMember", { params }),
    onSuccess: async () => {
      onClose();
      toastUndo(`${user.username} removed from ${label}.`, () => void undo());
      await membersChanged(queries, organization.id);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Remove ${user.username} from ${label}?`}
      consequences={
        isLoading
          ? "loading"
          : consequencesOf(
              user.username,
              label,
              roles?.length,
              groups.data?.filter(({ organization_id }) => organization_id === organization.id)
                .length,
            )
      }
      confirm={`Remove ${user.username}`}
      pending={remove.isPending || isLoading}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    />
  );
}

/** What leaving takes away, counts first; undefined is what could not be read. */
function consequencesOf(
  username: string,
  label: string,
  roles: number | undefined,
  groups: number | undefined,
): readonly string[] {
  const left = groups === undefined ? "their groups" : counted(groups, "group");
  const lost = roles === undefined ? "their roles" : counted(roles, "role");
  return [
    `${username} leaves ${left} and loses ${lost} in ${label}.`,
    `Tokens of ${username} stay but reach nothing there.`,
    roles === undefined
      ? "The roles could not be read: Undo brings back the membership alone."
      : "Undo brings back the membership and the roles, not the groups.",
  ];
}
