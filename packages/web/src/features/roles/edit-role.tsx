import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "../../components/button/button.tsx";
import { ConflictNotice } from "../../components/conflict/conflict-notice.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { useSettled } from "../../lib/use-settled.ts";
import { contentsOf } from "./contents.ts";
import { NameFields } from "./name-fields.tsx";
import { heldPermissionsQuery, holdersQuery } from "./queries.ts";
import { EditorFrame, editorSearch, RoleEditor } from "./role-editor.tsx";
import { type RoleFields, roleLabels, roleRequest } from "./role-form.ts";
import { RoleSummary } from "./role-summary.tsx";
import { useRefused } from "./use-refused.ts";
import { useRoleSaving } from "./use-role-saving.ts";

const previewAfterMs = 400;

/** Changes a custom role; says who gains and who loses before it is saved. */
export function EditRole({
  organization,
  role,
  mayUpdate,
}: {
  readonly organization: Organization;
  readonly role: OrganizationRole;
  readonly mayUpdate: boolean;
}) {
  const { data: held } = useSuspenseQuery(heldPermissionsQuery(organization.id));
  const [search, setSearch] = useSearchState(editorSearch);
  const saving = useRoleSaving(organization, role);
  const { form } = saving;
  const refused = useRefused(form.failure);
  const label = organizationLabel(organization);
  const value = form.values.organization_permissions;
  const isDirty = form.changed.length > 0;
  const radius = useRadius(organization, form.values, isDirty);
  const { selected } = contentsOf(roleRequest(form.values).organization_permissions);
  return (
    <form {...form.props}>
      <LeaveGuard changed={form.pending ? [] : form.changed.map((name) => roleLabels[name])} />
      <EditorFrame
        aside={
          <RoleSummary organization={label} selected={selected} radius={radius}>
            <Button
              type="submit"
              variant="primary"
              pending={form.pending}
              disabledReason={saveReason(mayUpdate, isDirty)}
            >
              Save role
            </Button>
            {isDirty ? (
              <Button variant="ghost" onClick={saving.discard}>
                Discard changes
              </Button>
            ) : null}
          </RoleSummary>
        }
      >
        <FormAlert problem={form.problem} />
        {saving.theirs === undefined ? null : (
          <ConflictNotice
            what="This role"
            change={saving.theirs.change}
            onTheirs={saving.takeTheirs}
            onOverwrite={saving.overwrite}
          />
        )}
        <NameFields form={form} isNew={false} readOnly={!mayUpdate} />
        <RoleEditor
          organization={label}
          value={value}
          onChange={(next) => form.set("organization_permissions", next)}
          held={held}
          readOnly={mayUpdate ? undefined : reasons.roleRead}
          refused={refused}
          filter={search.q}
          isSelectedOnly={search.selected !== ""}
          onFilter={(q) => setSearch({ q }, { replace: true })}
          onSelectedOnly={(on) => setSearch({ selected: on ? "1" : "" }, { replace: true })}
        />
      </EditorFrame>
      <ConfirmDialog
        open={saving.asked !== undefined}
        onOpenChange={saving.leave}
        title={`Save ${role.name}?`}
        consequences={["What its holders may do changes now, in their sessions and tokens too."]}
        confirm="Save role"
        danger={(saving.asked?.losses.length ?? 0) > 0}
        onConfirm={saving.confirm}
      >
        <ImpactPreview
          impact={saving.asked === undefined ? undefined : impactOf(saving.asked, () => label)}
        />
      </ConfirmDialog>
    </form>
  );
}

function saveReason(mayUpdate: boolean, isDirty: boolean): string | undefined {
  if (!mayUpdate) return reasons.roleRead;
  return isDirty ? undefined : "Nothing is changed yet.";
}

/** Whom the content of the editor reaches; asked for once it has rested. */
function useRadius(organization: Organization, values: RoleFields, isDirty: boolean) {
  const rested = useSettled(values, previewAfterMs);
  const holders = useQuery(holdersQuery(organization.id, values.name));
  const change = {
    kind: "custom_role" as const,
    organization_id: organization.id,
    role: roleRequest(rested),
  };
  const preview = useQuery({
    ...previewQuery(change),
    enabled: isDirty,
    // The last answer stays in place while the next one is on its way.
    placeholderData: (before) => before,
  });
  if (!isDirty) {
    if (holders.data === undefined) return "Change something to see whom it reaches.";
    if (holders.data === 0) return "Nobody holds it yet.";
    const who =
      holders.data === 1 ? "1 member holds" : `${holders.data.toLocaleString()} members hold`;
    return `${who} it. Change something to see who gains and who loses.`;
  }
  return {
    impact:
      preview.data === undefined
        ? undefined
        : impactOf(preview.data, () => organizationLabel(organization)),
    loading: preview.isFetching || rested !== values,
    error: preview.error === null ? undefined : problemSentence(preview.error),
  };
}

function problemSentence(error: unknown): string {
  const { message, fields } = problemOf(error);
  return [message, ...fields.map(({ detail }) => detail)].join(" ");
}
