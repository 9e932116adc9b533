import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog, type Consequences } from "../../components/dialog/confirm-dialog.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { rolesChanged } from "../../lib/changed.ts";
import type { Organization } from "../../lib/organization.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { holdersQuery } from "./queries.ts";

/** Deletes a custom role after its name was typed, with what its holders lose (level 3: it does not come back). */
export function DeleteRoleDialog({
  organization,
  role,
  onClose,
  onDeleted,
}: {
  readonly organization: Organization;
  readonly role: OrganizationRole;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}) {
  const queries = useQueryClient();
  const holders = useQuery(holdersQuery(organization.id, role.name));
  const preview = useQuery(
    previewQuery({ kind: "custom_role", organization_id: organization.id, delete: role.name }),
  );
  const remove = useMutation({
    mutationFn: () =>
      api.call("deleteCustomRole", {
        params: { organization: organization.id, roleName: role.name },
      }),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      toastDone(`${role.name} deleted.`);
      await rolesChanged(queries, organization.id);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${role.name}?`}
      consequences={consequencesOf(holders.data, holders.isPending)}
      confirm={`Delete ${role.name}`}
      typed={{ text: role.name, verb: "delete" }}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    >
      <ImpactPreview
        impact={
          preview.data === undefined
            ? undefined
            : impactOf(preview.data, () => organizationLabel(organization))
        }
        error={preview.error === null ? undefined : problemOf(preview.error).message}
      />
    </ConfirmDialog>
  );
}

function consequencesOf(holders: number | undefined, isPending: boolean): Consequences {
  if (isPending) return "loading";
  const rest = ["The name becomes free. This cannot be undone."];
  if (holders === undefined) return ["Every holder loses it now.", ...rest];
  if (holders === 0) return ["Nobody holds it.", ...rest];
  const who = holders === 1 ? "1 member loses" : `${holders.toLocaleString()} members lose`;
  return [`${who} it now.`, ...rest];
}
