import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { groupsChanged } from "../../lib/changed.ts";
import { labelOf } from "../../lib/labels.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf } from "../../lib/problem.ts";
import { managedMessage } from "./managed.ts";
import type { Group } from "./queries.ts";

/** Deletes a group after its name was typed, with what its members lose (level 3). */
export function DeleteGroupDialog({
  group,
  organization,
  onClose,
  onDeleted,
  onManaged,
}: {
  readonly group: Group;
  /** What its organization is called. */
  readonly organization: string;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
  /** The identity provider manages it: the server said so. */
  readonly onManaged: (message: string) => void;
}) {
  const queries = useQueryClient();
  const preview = useQuery(previewQuery({ kind: "group", group_id: group.id, delete: true }));
  const label = labelOf(group);
  const remove = useMutation({
    mutationFn: () => api.call("deleteGroup", { params: { group: group.id } }),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      toastDone(`${label} deleted.`);
      await groupsChanged(queries, group.organization_id);
    },
    onError: (error) => {
      const managed = managedMessage(error);
      if (managed !== undefined) onManaged(managed);
    },
  });
  const count = group.total_member_count;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${label}?`}
      consequences={[
        count === 1
          ? "1 member loses what the group shares."
          : `${count.toLocaleString()} members lose what the group shares.`,
        `Its quota of ${group.quota_allowance.toLocaleString()} is taken from each of them.`,
        "The audit log keeps the name. This cannot be undone.",
      ]}
      confirm={`Delete ${label}`}
      typed={{ text: group.name, verb: "delete" }}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    >
      <ImpactPreview
        impact={preview.data === undefined ? undefined : impactOf(preview.data, () => organization)}
        error={preview.error === null ? undefined : problemOf(preview.error).message}
      />
    </ConfirmDialog>
  );
}
