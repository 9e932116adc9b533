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
import { Forbidden } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { organizationsChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { nameFrom } from "../../lib/names.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import {
  maxNameLength,
  type OrganizationFields,
  OrganizationFieldsets,
  organizationFaults,
  organizationLabels,
} from "./organization-form.tsx";
import { organizationsChecks } from "./permissions.ts";

const empty: OrganizationFields = { display_name: "", name: "", description: "", icon: "" };

/** Creates an organization; whoever does becomes its first member. */
export function Page() {
  const may = useMay(organizationsChecks);
  usePlace([{ label: "Organizations", to: "/organizations" }, { label: "Create organization" }]);
  return may("organizations.create") ? (
    <CreateOrganization />
  ) : (
    <Forbidden back={{ label: "Open organizations", to: "/organizations" }}>
      You need the <em>owner</em> role to create organizations. An owner can grant it.
    </Forbidden>
  );
}

function CreateOrganization() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isNameTyped = useRef(false);
  const form = useForm<OrganizationFields>({
    initial: empty,
    labels: organizationLabels,
    check: organizationFaults,
    submit: async (values) => {
      const made = await api.call("createOrganization", { body: values });
      await organizationsChanged(queries);
      toastDone(`${organizationLabel(made)} created.`);
      await navigate({ to: `/organizations/${made.name}`, ignoreBlocker: true });
    },
  });
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <LeaveGuard
        changed={form.pending ? [] : form.changed.map((name) => organizationLabels[name])}
      />
      <PageHeader title="Create organization" />
      <form {...form.props}>
        <FormAlert problem={form.problem} />
        <FormSection
          title="General"
          help="You become its first member. Every member is in its group Everyone."
        >
          <OrganizationFieldsets
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
              Create organization
            </Button>
            <LinkButton to="/organizations" variant="ghost">
              Cancel
            </LinkButton>
          </FormActions>
        </FormSection>
      </form>
    </div>
  );
}
