import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { FieldError } from "../../components/field/field.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { Popover } from "../../components/popover/popover.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { roleLabel, roleMeaning } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { permissionKeys } from "../../lib/permissions.ts";
import { previewQuery } from "../../lib/preview.ts";
import { fieldError, problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { useSettled } from "../../lib/use-settled.ts";
import { type Member, memberKeys, type OrgRole, orgRolesQuery } from "./queries.ts";

/** The button beside a member's roles and the panel that changes them, with what that gives and takes. */
export function RolesPopover({
  organization,
  member,
  reason,
}: {
  readonly organization: Organization;
  readonly member: Member;
  /** Why the roles of this member cannot be changed. */
  readonly reason: string | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = (
    <IconButton
      size="sm"
      label={`Change roles of ${member.username}`}
      icon={<Pencil aria-hidden size={14} strokeWidth={1.75} />}
      disabledReason={reason}
    />
  );
  if (reason !== undefined) return button;
  return (
    <Popover
      label={`Roles of ${member.username}`}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={button}
    >
      {isOpen ? (
        <Panel organization={organization} member={member} onClose={() => setOpen(false)} />
      ) : null}
    </Popover>
  );
}

function Panel({
  organization,
  member,
  onClose,
}: {
  readonly organization: Organization;
  readonly member: Member;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const roles = useQuery(orgRolesQuery(organization.id));
  const held = member.roles.map(({ name }) => name);
  const [chosen, setChosen] = useState<readonly string[]>(held);
  const rested = useSettled(chosen, 400);
  const isDirty = !sameSet(chosen, held);
  const preview = useQuery({
    ...previewQuery({
      kind: "member_roles",
      organization_id: organization.id,
      user_id: member.user_id,
      roles: rested,
    }),
    enabled: isDirty,
    placeholderData: (before) => before,
  });
  const save = useMutation({
    mutationFn: () =>
      api.call("updateMemberRoles", {
        params: { organization: organization.id, user: member.user_id },
        body: { roles: chosen },
      }),
    onSuccess: async () => {
      onClose();
      toastDone(`Roles of ${member.username} saved.`);
      await queries.invalidateQueries({ queryKey: memberKeys.all(organization.id) });
      await queries.invalidateQueries({ queryKey: permissionKeys.all });
    },
  });
  const label = organizationLabel(organization);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-h3">
        Roles of {member.username} in {label}
      </p>
      {roles.data === undefined ? (
        <Skeleton count={4} />
      ) : (
        <RoleBoxes roles={roles.data} value={chosen} onChange={setChosen} />
      )}
      {isDirty ? (
        <ImpactPreview
          impact={preview.data === undefined ? undefined : impactOf(preview.data, () => label)}
          loading={preview.isFetching || rested !== chosen}
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
          pending={save.isPending}
          disabledReason={isDirty ? undefined : "Nothing is changed yet."}
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

/** Roles to choose from; those that whoever is signed in may not give or take say so. */
export function RoleBoxes({
  roles,
  value,
  onChange,
}: {
  readonly roles: readonly OrgRole[];
  readonly value: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}) {
  return (
    <div className="flex max-h-72 flex-col overflow-y-auto">
      {roles.map((role) => (
        <CheckboxRow
          key={role.name}
          label={roleLabel(role)}
          description={roleMeaning(role.name) === "" ? role.name : roleMeaning(role.name)}
          checked={value.includes(role.name)}
          disabledReason={role.assignable ? undefined : reasons.notAssignable}
          onChange={(event) => {
            const rest = value.filter((name) => name !== role.name);
            onChange(event.target.checked ? [...rest, role.name] : rest);
          }}
        />
      ))}
    </div>
  );
}
