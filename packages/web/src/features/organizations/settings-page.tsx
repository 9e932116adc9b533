import { useSuspenseQuery } from "@tanstack/react-query";
import { Moment } from "../../components/date-time/moment.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { usePathOrganization } from "../../lib/organization.ts";
import { useIsJudged, useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { DangerSection } from "./danger-section.tsx";
import { organizationSettingsChecks } from "./permissions.ts";
import { sharingQuery } from "./queries.ts";
import { SettingsForm } from "./settings-form.tsx";

/** The settings of one organization. */
export function Page() {
  const organization = usePathOrganization();
  const { data: sharing } = useSuspenseQuery(sharingQuery(organization.id));
  const may = useMay(organizationSettingsChecks, organization.id);
  const isJudged = useIsJudged(organization.id);
  const label = organizationLabel(organization);
  usePlace([{ label, to: `/organizations/${organization.name}` }, { label: "Settings" }]);
  if (!isJudged) return <Skeleton count={6} />;
  if (!may("organization.update") && !may("organization.delete")) {
    return (
      <Forbidden back={{ label: `Members of ${label}`, to: `/organizations/${organization.name}` }}>
        You need the organization admin role in {label} to change its settings. An owner can grant
        it.
      </Forbidden>
    );
  }
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <PageHeader
        title="Settings"
        meta={
          <>
            <span>{label}</span>
            <span>
              created <Moment value={organization.created_at} />
            </span>
          </>
        }
      />
      <div>
        <SettingsForm
          // Somebody else's organization starts with its own values.
          key={organization.id}
          organization={organization}
          sharing={sharing}
          mayUpdate={may("organization.update")}
        />
        {may("organization.delete") ? <DangerSection organization={organization} /> : null}
      </div>
    </div>
  );
}
