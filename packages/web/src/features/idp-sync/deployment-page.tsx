import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { siteSyncChecks } from "./permissions.ts";
import { SyncPage } from "./sync-page.tsx";
import { SyncView } from "./sync-view.tsx";
import { TryIt } from "./try-it.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useSync } from "./use-sync.tsx";

const place = { kind: "organizations", organization: "" } as const;

/** How memberships of organizations follow the identity provider. */
export function Page() {
  const may = useMay(siteSyncChecks);
  const { data: organizations } = useQuery(organizationsQuery);
  const targets = useMemo(
    () => organizations?.map((each) => ({ key: each.id, label: organizationLabel(each) })),
    [organizations],
  );
  const { view, isDirty } = useSync(place, {
    where: "this deployment",
    targets,
    refusal: may("idpSync.updateSite") ? undefined : reasons.idpSync,
  });
  usePlace([{ label: "Deployment", to: "/deployment" }, { label: "Organization sync" }]);
  const nameOf = (id: string) => targets?.find(({ key }) => key === id)?.label ?? id.slice(0, 8);
  const attempt = useAttempt(place, view.draft, nameOf);
  return (
    <SyncPage
      title="Organization sync"
      meta="Memberships of organizations follow a claim of the identity provider at every sign-in."
      aside={
        <TryIt
          attempt={attempt}
          isDirty={isDirty}
          mayReadClaims={may("idpSync.readClaims")}
          mayFindUsers={may("idpSync.readUsers")}
          nameOf={nameOf}
        />
      }
    >
      <SyncView {...view} losses={attempt.losses} />
    </SyncPage>
  );
}
