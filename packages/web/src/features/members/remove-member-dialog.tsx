import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog, type Consequences } from "../../components/dialog/confirm-dialog.tsx";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { membersChanged } from "../../lib/changed.ts";
import type { Organization } from "../../lib/organization.ts";
import { problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { restoreMember } from "./mutations.ts";
import { type Member, memberGroupsQuery } from "./queries.ts";

/** Asks before a member is removed (level 2), and offers to take it back. */
export function RemoveMemberDialog({
  organization,
  member,
  onClose,
}: {
  readonly organization: Organization;
  readonly member: Member;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const groups = useQuery(memberGroupsQuery(organization.id, member.user_id));
  const label = organizationLabel(organization);
  const changed = () => membersChanged(queries, organization.id);
  const undo = () => {
    restoreMember(organization.id, member).then(changed, (thrown: unknown) => {
      toastFailed(`${member.username} was not brought back. ${problemOf(thrown).message}`);
      void changed();
    });
  };
  const remove = useMutation({
    mutationFn: () =>
      api.call("removeMember", {
        params: { organization: organization.id, user: member.user_id },
      }),
    onSuccess: async () => {
      onClose();
      toastUndo(`${member.username} removed from ${label}.`, undo);
      await changed();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Remove ${member.username} from ${label}?`}
      consequences={consequencesOf(
        member,
        groups.isError ? undefined : groups.data?.length,
        groups.isPending,
        label,
      )}
      confirm={`Remove ${member.username}`}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    />
  );
}

const counted = (count: number, noun: string) =>
  `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;

/** What a member loses, counts first. `groups` is undefined where they could not be read. */
export function consequencesOf(
  member: Pick<Member, "username" | "roles" | "login_type">,
  groups: number | undefined,
  isPending: boolean,
  label: string,
): Consequences {
  if (isPending) return "loading";
  const { username, roles, login_type: signIn } = member;
  const left = groups === undefined ? "their groups" : counted(groups, "group");
  return [
    `${username} leaves ${left} and loses ${counted(roles.length, "role")} in ${label}.`,
    `Tokens of ${username} stay but reach nothing here.`,
    "Undo brings back the membership and the roles, not the groups.",
    ...(signIn === "oidc"
      ? [`The identity provider may add ${username} again at the next sign-in.`]
      : []),
  ];
}
