import type { Answer } from "@gatehouse/sdk";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Callout } from "../../components/callout/callout.tsx";
import { ConflictNotice } from "../../components/conflict/conflict-notice.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { SaveBar } from "../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { organizationsChanged } from "../../lib/changed.ts";
import { useMeanwhile } from "../../lib/conflict.ts";
import { useForm } from "../../lib/form.ts";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { DefaultRolesSection } from "./default-roles.tsx";
import {
  type OrganizationFields,
  OrganizationFieldsets,
  organizationFaults,
  organizationLabels,
} from "./organization-form.tsx";
import type { SharingMode } from "./queries.ts";
import { endsShares, SharingSection, sharingLabel } from "./sharing.tsx";

interface Settings extends OrganizationFields {
  readonly default_org_member_roles: string[];
  readonly shareable_workspace_owners: SharingMode;
}

const labels = {
  ...organizationLabels,
  default_org_member_roles: "Default roles",
  shareable_workspace_owners: "Workspace sharing",
};
const noRight = "You may not change these settings. An organization admin can.";

function settingsOf(
  organization: Organization,
  sharing: Answer<"getWorkspaceSharingSettings">,
): Settings {
  return {
    display_name: organization.display_name,
    name: organization.name,
    description: organization.description,
    icon: organization.icon,
    default_org_member_roles: organization.default_org_member_roles,
    shareable_workspace_owners: sharing.shareable_workspace_owners,
  };
}

/** Name, description, icon and sharing of an organization, saved together. */
export function SettingsForm({
  organization,
  sharing,
  mayUpdate,
}: {
  readonly organization: Organization;
  readonly sharing: Answer<"getWorkspaceSharingSettings">;
  readonly mayUpdate: boolean;
}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const stored = settingsOf(organization, sharing);
  const meanwhile = useMeanwhile({
    start: stored,
    read: async () => {
      const params = { organization: organization.id };
      return settingsOf(
        await api.call("getOrganization", { params }),
        await api.call("getWorkspaceSharingSettings", { params }),
      );
    },
    log: `resource_type:organization resource_id:${organization.id}`,
  });
  const form = useForm<Settings>({
    initial: stored,
    labels,
    check: organizationFaults,
    submit: async (values) => {
      if (await meanwhile.check()) return;
      await saveSettings(organization.id, meanwhile.stored(), values);
      form.reset(values);
      meanwhile.startFrom(values);
      toastDone("Settings saved.");
      if (values.name !== organization.name) {
        const to = `/organizations/${values.name}/settings`;
        await navigate({ to, replace: true, ignoreBlocker: true });
      }
      await organizationsChanged(queries);
    },
  });
  const { values } = form;
  const isEnding = endsShares(
    sharing.shareable_workspace_owners,
    values.shareable_workspace_owners,
  );
  const save = () => (isEnding ? setAsking(true) : void form.submit());
  return (
    <form
      {...form.props}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        save();
      }}
    >
      <LeaveGuard changed={form.pending ? [] : form.changed.map((name) => labels[name])} />
      <FormAlert problem={form.problem} />
      {meanwhile.conflict === undefined ? null : (
        <ConflictNotice
          what="The settings"
          change={meanwhile.conflict.change}
          onTheirs={() => {
            if (meanwhile.conflict === undefined) return;
            form.reset(meanwhile.conflict.theirs);
            meanwhile.startFrom(meanwhile.conflict.theirs);
            void organizationsChanged(queries);
          }}
          onOverwrite={() => {
            meanwhile.overwrite();
            void form.submit();
          }}
        />
      )}
      <FormSection title="General">
        <OrganizationFieldsets form={form} readOnly={!mayUpdate} />
        {values.name === organization.name ? null : (
          <Callout tone="warning" title="Addresses change with the name.">
            Links, scripts and command lines that say <code>{organization.name}</code> stop working.
          </Callout>
        )}
      </FormSection>
      <DefaultRolesSection
        organizationId={organization.id}
        value={values.default_org_member_roles}
        stored={organization.default_org_member_roles}
        reason={mayUpdate ? undefined : noRight}
        error={form.error("default_org_member_roles")}
        onChange={(roles) => form.set("default_org_member_roles", roles)}
      />
      <SharingSection
        value={values.shareable_workspace_owners}
        stored={sharing.shareable_workspace_owners}
        isForbidden={sharing.sharing_globally_disabled}
        reason={mayUpdate ? undefined : noRight}
        onChange={(mode) => form.set("shareable_workspace_owners", mode)}
      />
      <SaveBar
        changes={form.changed.length}
        pending={form.pending}
        onDiscard={() => form.reset(stored)}
        disabledReason={mayUpdate ? undefined : noRight}
      />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Limit sharing in ${organizationLabel(organization)}?`}
        consequences={[
          `Workspace sharing becomes: ${sharingLabel(values.shareable_workspace_owners)}.`,
          "Existing shares that this forbids are removed now and do not come back.",
        ]}
        confirm="Save changes"
        onConfirm={() => {
          setAsking(false);
          void form.submit();
        }}
      />
    </form>
  );
}

/** Sends what differs. Saving again after the second request failed sends the same once more. Throws ApiFailure. */
async function saveSettings(id: string, stored: Settings, values: Settings): Promise<void> {
  const { shareable_workspace_owners: mode, default_org_member_roles: roles, ...fields } = values;
  const params = { organization: id };
  const {
    shareable_workspace_owners: storedMode,
    default_org_member_roles: storedRoles,
    ...storedFields
  } = stored;
  const hasNewRoles = !sameSet(roles, storedRoles);
  if (hasNewRoles || JSON.stringify(fields) !== JSON.stringify(storedFields)) {
    // Roles that did not change stay out: changing the name must not need the right to assign them.
    const body = hasNewRoles ? { ...fields, default_org_member_roles: roles } : fields;
    await api.call("updateOrganization", { params, body });
  }
  if (mode !== storedMode) {
    const body = { shareable_workspace_owners: mode };
    await api.call("updateWorkspaceSharingSettings", { params, body });
  }
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}
