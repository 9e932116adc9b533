import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { usePathOrganization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { organizationSyncChecks, siteSyncChecks } from "./permissions.ts";
import { groupTargetsQuery, roleTargetsQuery } from "./queries.ts";
import { SyncPage } from "./sync-page.tsx";
import { SyncView } from "./sync-view.tsx";
import { TryIt } from "./try-it.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useSync } from "./use-sync.tsx";

const syncSearch = { kind: "groups" } as const;

/** How groups and roles of an organization follow the identity provider. */
export function Page() {
  const organization = usePathOrganization();
  const [search] = useSearchState(syncSearch);
  const kind = search.kind === "roles" ? "roles" : "groups";
  usePlace([{ label: "Identity sync" }]);
  return <Kind key={`${organization.id} ${kind}`} organization={organization} kind={kind} />;
}

function Kind({
  organization,
  kind,
}: {
  readonly organization: ReturnType<typeof usePathOrganization>;
  readonly kind: "groups" | "roles";
}) {
  const { id, name } = organization;
  const where = organizationLabel(organization);
  const may = useMay(organizationSyncChecks, id);
  const maySite = useMay(siteSyncChecks);
  const groups = useQuery(groupTargetsQuery(id));
  const roles = useQuery({ ...roleTargetsQuery(id), enabled: kind === "roles" });
  const place = { kind, organization: id } as const;
  const { view, isDirty } = useSync(place, {
    where,
    targets: kind === "roles" ? roles.data : groups.data,
    refusal: may("idpSync.update") ? undefined : reasons.idpSync,
  });
  const nameOf = useMemo(() => {
    const names = new Map(groups.data?.map(({ key, label }) => [key, label]));
    return (each: string) => (each === id ? where : (names.get(each) ?? each.slice(0, 8)));
  }, [groups.data, id, where]);
  const attempt = useAttempt(place, view.draft, nameOf);
  const to = `/organizations/${encodeURIComponent(name)}/idp-sync`;
  return (
    <SyncPage
      title="Identity sync"
      meta={`Groups and roles in ${where} follow claims of the identity provider at every sign-in.`}
      tabs={
        <Tabs
          label="Identity sync"
          current={kind}
          items={[
            { key: "groups", label: "Groups", to },
            { key: "roles", label: "Roles", to: `${to}?kind=roles` },
          ]}
        />
      }
      aside={
        <TryIt
          attempt={attempt}
          isDirty={isDirty}
          mayReadClaims={maySite("idpSync.readClaims")}
          mayFindUsers={maySite("idpSync.readUsers")}
          nameOf={nameOf}
        />
      }
    >
      <SyncView {...view} losses={attempt.losses} />
    </SyncPage>
  );
}
