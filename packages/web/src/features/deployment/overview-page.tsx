import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { buildInfoQuery } from "../../lib/queries.ts";
import { DeploymentTabs } from "./deployment-tabs.tsx";
import { OverviewView } from "./overview-view.tsx";
import { deploymentChecks } from "./permissions.ts";
import {
  availableExperimentsQuery,
  experimentsQuery,
  healthQuery,
  sshQuery,
  statsQuery,
  updateCheckQuery,
  userCountQuery,
} from "./queries.ts";

/** The deployment at a glance; facts load and fail one by one. */
export function Page() {
  const may = useMay(deploymentChecks);
  const readsHealth = may("deployment.readHealth");
  const readsUsers = may("deployment.readUsers");
  const { data: build } = useSuspenseQuery(buildInfoQuery);
  const update = useQuery(updateCheckQuery);
  const experiments = useQuery(experimentsQuery);
  const health = useQuery({ ...healthQuery, enabled: readsHealth });
  const readsConfig = may("deployment.readConfig");
  const available = useQuery(availableExperimentsQuery);
  const ssh = useQuery(sshQuery);
  const stats = useQuery({ ...statsQuery, enabled: readsConfig });
  const users = useQuery({ ...userCountQuery, enabled: readsUsers });
  usePlace([{ label: "Deployment" }]);
  return (
    <OverviewView
      tabs={<DeploymentTabs current="overview" />}
      build={build}
      update={asked(update)}
      experiments={asked(experiments)}
      available={asked(available, ({ safe }) => safe)}
      ssh={asked(ssh)}
      {...(readsConfig ? { stats: asked(stats) } : {})}
      {...(readsHealth ? { health: { severity: asked(health, (each) => each.severity) } } : {})}
      {...(readsUsers ? { users: { count: asked(users) } } : {})}
    />
  );
}

interface Question<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
}

function asked<T>(question: Question<T>): T | null | undefined;
function asked<T, U>(question: Question<T>, pick: (value: T) => U): U | null | undefined;
function asked<T, U>({ data, isError }: Question<T>, pick?: (value: T) => U) {
  if (data === undefined) return isError ? null : undefined;
  return pick === undefined ? data : pick(data);
}
