import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { FormActions } from "../../components/form/form-actions.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { groupsChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { labelOf } from "../../lib/labels.ts";
import { nameFrom } from "../../lib/names.ts";
import { type Organization, usePathOrganization } from "../../lib/organization.ts";
import { useIsJudged, useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import {
  type GroupFields,
  GroupFieldset,
  groupBody,
  groupFaults,
  groupLabels,
  maxNameLength,
} from "./group-form.tsx";
import { groupsChecks } from "./permissions.ts";

const empty: GroupFields = { display_name: "", name: "", avatar_url: "", quota_allowance: "0" };

/** Creates a group; members come in on its own page. */
export function Page() {
  const organization = usePathOrganization();
  const may = useMay(groupsChecks, organization.id);
  const isJudged = useIsJudged(organization.id);
  const label = organizationLabel(organization);
  const base = `/organizations/${organization.name}/groups`;
  usePlace([
    { label, to: `/organizations/${organization.name}` },
    { label: "Groups", to: base },
    { label: "Create group" },
  ]);
  if (!isJudged) return <Skeleton count={8} className="mx-auto max-w-detail" />;
  if (may("groups.create")) return <CreateGroup organization={organization} base={base} />;
  return (
    <Forbidden back={{ label: "Open groups", to: base }}>
      You need the <em>organization admin</em> or <em>organization user admin</em> role in {label}{" "}
      to create groups. An organization admin can grant it.
    </Forbidden>
  );
}

function CreateGroup({
  organization,
  base,
}: {
  readonly organization: Organization;
  /** Address of the list. */
  readonly base: string;
}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isNameTyped = useRef(false);
  const form = useForm<GroupFields>({
    initial: empty,
    labels: groupLabels,
    check: groupFaults,
    submit: async (values) => {
      const params = { organization: organization.id };
      const made = await api.call("createGroup", { params, body: groupBody(values) });
      await groupsChanged(queries, organization.id);
      toastDone(`${labelOf(made)} created.`);
      await navigate({ to: `${base}/${made.name}/members`, ignoreBlocker: true });
    },
  });
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <LeaveGuard changed={form.pending ? [] : form.changed.map((name) => groupLabels[name])} />
      <PageHeader title="Create group" meta={`For members of ${organizationLabel(organization)}`} />
      <form {...form.props}>
        <FormAlert problem={form.problem} />
        <FormSection
          title="General"
          help="Groups share templates and quota with several members at once."
        >
          <GroupFieldset
            form={form}
            onDisplayName={(value) => {
              if (!isNameTyped.current) form.set("name", nameFrom(value, maxNameLength));
            }}
            onName={() => {
              isNameTyped.current = true;
            }}
          />
          <FormActions>
            <Button type="submit" variant="primary" pending={form.pending}>
              Create group
            </Button>
            <LinkButton to={base} variant="ghost">
              Cancel
            </LinkButton>
          </FormActions>
        </FormSection>
      </form>
    </div>
  );
}
