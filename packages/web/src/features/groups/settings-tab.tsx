import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { ConflictNotice } from "../../components/conflict/conflict-notice.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { SaveBar } from "../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { groupsChanged } from "../../lib/changed.ts";
import { useMeanwhile } from "../../lib/conflict.ts";
import { useForm } from "../../lib/form.ts";
import { labelOf } from "../../lib/labels.ts";
import { useMay } from "../../lib/permissions.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { DeleteGroupDialog } from "./delete-group-dialog.tsx";
import {
  type GroupFields,
  GroupFieldset,
  groupBody,
  groupFaults,
  groupLabels,
} from "./group-form.tsx";
import { managedMessage } from "./managed.ts";
import { groupsChecks } from "./permissions.ts";
import type { Group } from "./queries.ts";
import type { TabProps } from "./tab-props.ts";
import { fixedReason, isEveryone } from "./text.ts";

function fieldsOf(group: Group): GroupFields {
  return {
    display_name: group.display_name,
    name: group.name,
    avatar_url: group.avatar_url,
    quota_allowance: String(group.quota_allowance),
  };
}

/** Names, picture and quota of a group, and its end. */
export function SettingsTab({ group, organization, isManaged, onManaged }: TabProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const may = useMay(groupsChecks, organization.id);
  const [isDeleting, setDeleting] = useState(false);
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/groups`;
  const meanwhile = useMeanwhile({
    start: fieldsOf(group),
    read: async () =>
      fieldsOf(
        await api.call("getGroup", {
          params: { group: group.id },
          query: { exclude_members: "true" },
        }),
      ),
    log: `resource_type:group resource_id:${group.id}`,
  });
  const form = useForm<GroupFields>({
    initial: fieldsOf(group),
    labels: groupLabels,
    check: (values) =>
      isEveryone(group) ? { ...groupFaults(values), name: undefined } : groupFaults(values),
    submit: async (values) => {
      if (await meanwhile.check()) return;
      try {
        await api.call("updateGroup", {
          params: { group: group.id },
          body: changesOf(meanwhile.stored(), values),
        });
      } catch (thrown) {
        const managed = managedMessage(thrown);
        if (managed === undefined) throw thrown;
        onManaged(managed);
        form.set("name", group.name);
        return;
      }
      form.reset(values);
      meanwhile.startFrom(values);
      toastDone(`${labelOf(values)} saved.`);
      if (values.name !== group.name) {
        const to = `${base}/${values.name}/settings`;
        await navigate({ to, replace: true, ignoreBlocker: true });
      }
      await groupsChanged(queries, organization.id);
    },
  });
  const fixed = fixedReason(group, label, { may: may("groups.update"), isManaged });
  const noDelete = fixedReason(group, label, { may: may("groups.delete"), isManaged });
  return (
    <div className="max-w-detail">
      <form {...form.props}>
        <LeaveGuard changed={form.pending ? [] : form.changed.map((name) => groupLabels[name])} />
        <FormAlert problem={form.problem} />
        {meanwhile.conflict === undefined ? null : (
          <ConflictNotice
            what="This group"
            change={meanwhile.conflict.change}
            onTheirs={() => {
              if (meanwhile.conflict === undefined) return;
              form.reset(meanwhile.conflict.theirs);
              meanwhile.startFrom(meanwhile.conflict.theirs);
              void groupsChanged(queries, organization.id);
            }}
            onOverwrite={() => {
              meanwhile.overwrite();
              void form.submit();
            }}
          />
        )}
        <FormSection title="General">
          <GroupFieldset
            form={form}
            readOnly={!may("groups.update")}
            isNameFixed={fixed !== undefined}
            {...(fixed === undefined ? {} : { nameHelp: fixed })}
          />
        </FormSection>
        <SaveBar
          changes={form.changed.length}
          pending={form.pending}
          onDiscard={() => form.reset(fieldsOf(group))}
        />
      </form>
      <FormSection danger title="Danger" help="What cannot come back.">
        <div>
          <Button variant="danger" disabledReason={noDelete} onClick={() => setDeleting(true)}>
            Delete {labelOf(group)}…
          </Button>
        </div>
      </FormSection>
      {isDeleting ? (
        <DeleteGroupDialog
          group={group}
          organization={label}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate({ to: base, ignoreBlocker: true })}
          onManaged={(message) => {
            setDeleting(false);
            onManaged(message);
          }}
        />
      ) : null}
    </div>
  );
}

/** Only what differs: a name that stays must not be sent for a group that may not be renamed. */
function changesOf(stored: GroupFields, values: GroupFields) {
  const group = groupBody(stored);
  const body = groupBody(values);
  return {
    ...(body.name === group.name ? {} : { name: body.name }),
    ...(body.display_name === group.display_name ? {} : { display_name: body.display_name }),
    ...(body.avatar_url === group.avatar_url ? {} : { avatar_url: body.avatar_url }),
    ...(body.quota_allowance === group.quota_allowance
      ? {}
      : { quota_allowance: body.quota_allowance }),
  };
}
