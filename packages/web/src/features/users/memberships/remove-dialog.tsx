import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { toastDone, toastFailed, toastUndo } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import type { Organization } from "../../../lib/organization.ts";
import { problemOf } from "../../../lib/problem.ts";
import { organizationLabel } from "../../../lib/queries.ts";
import { usersChanged } from "../mutations.ts";
import type { User } from "../queries.ts";

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Asks before a user is taken out of an organization (level 2), and offers to take it back. */
export function RemoveFromOrganization({
  user,
  organization,
  roles,
  groups,
  onClose,
}: {
  readonly user: User;
  readonly organization: Organization;
  /** Names of the roles held there. */
  readonly roles: readonly string[];
  /** How many groups of the organization the user is in. */
  readonly groups: number;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const label = organizationLabel(organization);
  const params = { organization: organization.id, user: user.id };
  const undo = async () => {
    try {
      await api.call("addMember", { params });
      if (roles.length > 0) await api.call("updateMemberRoles", { params, body: { roles } });
      toastDone(`${user.username} is a member of ${label} again.`);
    } catch (thrown) {
      toastFailed(`${user.username} was not brought back. ${problemOf(thrown).message}`);
    }
    await usersChanged(queries);
  };
  const remove = useMutation({
    mutationFn: () => api.call("removeMember", { params }),
    onSuccess: async () => {
      onClose();
      toastUndo(`${user.username} removed from ${label}.`, () => void undo());
      await usersChanged(queries);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Remove ${user.username} from ${label}?`}
      consequences={[
        `${user.username} leaves ${counted(groups, "group")} and loses ${counted(roles.length, "role")} in ${label}.`,
        `Tokens of ${user.username} stay but reach nothing there.`,
        "Undo brings back the membership and the roles, not the groups.",
      ]}
      confirm={`Remove ${user.username}`}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    />
  );
}
