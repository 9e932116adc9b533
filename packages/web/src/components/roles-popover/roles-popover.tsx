import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { membersChanged } from "../../lib/changed.ts";
import type { Organization } from "../../lib/organization.ts";
import { previewQuery, useRefusal } from "../../lib/preview.ts";
import { fieldError, problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { useSettled } from "../../lib/use-settled.ts";
import { Button } from "../button/button.tsx";
import { IconButton } from "../button/icon-button.tsx";
import { Callout } from "../callout/callout.tsx";
import { FieldError } from "../field/field.tsx";
import { impactOf } from "../impact-preview/impact-of.ts";
import { ImpactPreview } from "../impact-preview/impact-preview.tsx";
import { Popover } from "../popover/popover.tsx";
import { Skeleton } from "../progress/skeleton.tsx";
import { toastDone } from "../toaster/toast.tsx";
import { RoleBoxes } from "./role-boxes.tsx";

/** Whose roles are changed. */
export interface RoleHolder {
  readonly id: string;
  readonly username: string;
  /** Somebody of the identity provider, whose roles may follow it. */
  readonly isFederated: boolean;
  /** Names of the roles held in the organization. */
  readonly roles: readonly string[];
}

interface RolesPopoverProps {
  readonly organization: Organization;
  readonly holder: RoleHolder;
  /** Why the roles cannot be changed. */
  readonly reason: string | undefined;
}

/** The button beside somebody's roles in an organization and the panel that changes them, with what that gives and takes. */
export function RolesPopover({ organization, holder, reason }: RolesPopoverProps) {
  const [isOpen, setOpen] = useState(false);
  const button = (
    <IconButton
      size="sm"
      label={`Change roles of ${holder.username} in ${organizationLabel(organization)}`}
      icon={<Pencil aria-hidden size={14} strokeWidth={1.75} />}
      disabledReason={reason}
    />
  );
  if (reason !== undefined) return button;
  return (
    <Popover
      label={`Roles of ${holder.username}`}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={button}
    >
      {isOpen ? (
        <Panel organization={organization} holder={holder} onClose={() => setOpen(false)} />
      ) : null}
    </Popover>
  );
}

function useRoleChange(
  { organization, holder }: Omit<RolesPopoverProps, "reason">,
  onClose: () => void,
) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>(holder.roles);
  const rested = useSettled(chosen, 400);
  const isDirty = !sameSet(chosen, holder.roles);
  const changeTo = (roles: readonly string[]) => ({
    kind: "member_roles" as const,
    organization_id: organization.id,
    user_id: holder.id,
    roles,
  });
  const preview = useQuery({
    ...previewQuery(changeTo(rested)),
    enabled: isDirty,
    placeholderData: (before) => before,
  });
  const locked = useRefusal(changeTo(holder.roles), holder.isFederated);
  const save = useMutation({
    mutationFn: () =>
      api.call("updateMemberRoles", {
        params: { organization: organization.id, user: holder.id },
        body: { roles: chosen },
      }),
    onSuccess: async () => {
      onClose();
      toastDone(`Roles of ${holder.username} saved.`);
      await membersChanged(queries, organization.id);
    },
  });
  const isComputing = preview.isFetching || rested !== chosen;
  return { chosen, setChosen, isDirty, preview, isComputing, locked, save };
}

function Panel(props: Omit<RolesPopoverProps, "reason"> & { readonly onClose: () => void }) {
  const { organization, holder, onClose } = props;
  const roles = useQuery(organizationRolesQuery(organization.id));
  const change = useRoleChange(props, onClose);
  const { chosen, setChosen, isDirty, preview, locked, save } = change;
  const label = organizationLabel(organization);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-h3">
        Roles of {holder.username} in {label}
      </p>
      {locked === undefined ? null : <Callout>{locked}</Callout>}
      {roles.data === undefined ? (
        <Skeleton count={4} />
      ) : (
        <RoleBoxes roles={roles.data} value={chosen} onChange={setChosen} reason={locked} />
      )}
      {isDirty ? (
        <ImpactPreview
          impact={preview.data === undefined ? undefined : impactOf(preview.data, () => label)}
          loading={change.isComputing}
          error={preview.error === null ? undefined : problemOf(preview.error).message}
        />
      ) : null}
      {save.error === null ? null : (
        <div role="alert">
          <FieldError>
            The roles were not saved.{" "}
            {fieldError(save.error, "roles") ?? problemOf(save.error).message}
          </FieldError>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="sm"
          variant="primary"
          writes
          pending={save.isPending}
          disabledReason={locked ?? (isDirty ? undefined : "Nothing is changed yet.")}
          onClick={() => save.mutate()}
        >
          Save roles
        </Button>
      </div>
    </div>
  );
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}
