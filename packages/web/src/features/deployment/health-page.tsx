import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Forbidden } from "../../components/states/states.tsx";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { settingsChanged } from "../../lib/changed.ts";
import { useFailedRows } from "../../lib/list-state.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { DeploymentTabs } from "./deployment-tabs.tsx";
import { HealthView } from "./health-view.tsx";
import { deploymentChecks } from "./permissions.ts";
import { freshHealth, type HealthReport, healthQuery } from "./queries.ts";
import { dismissedAfter, type HealthSetting, sectionsOf } from "./sections.ts";

/** The health of the deployment. */
export function Page() {
  const queries = useQueryClient();
  const may = useMay(deploymentChecks);
  const health = useQuery(healthQuery);
  const check = useMutation({
    mutationFn: freshHealth,
    onSuccess: (report) => queries.setQueryData(healthQuery.queryKey, report),
  });
  const { dismiss, failed } = useDismissal();
  usePlace([{ label: "Deployment", to: "/deployment" }, { label: "Health" }]);
  const error = check.error ?? health.error;
  if (statusOf(error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the owner role to see the health of the deployment. An owner can grant it.
      </Forbidden>
    );
  }
  return (
    <HealthView
      tabs={<DeploymentTabs current="health" />}
      report={health.data}
      problem={error === null || check.isPending ? undefined : problemOf(error)}
      checking={check.isPending}
      mayDismiss={may("deployment.updateConfig")}
      onCheck={() => check.mutate()}
      onDismiss={dismiss}
      failed={failed}
    />
  );
}

/**
 * Dismisses a section or watches it again: shown at once, taken back when the server refuses. `failed` marks sections
 * whose change was taken back, for two seconds.
 */
function useDismissal() {
  const queries = useQueryClient();
  const key = healthQuery.queryKey;
  const { keys: failed, mark } = useFailedRows();
  const { mutate } = useMutation({
    mutationFn: ({ list }: Change) =>
      api.call("updateHealthSettings", { body: { dismissed_healthchecks: list } }),
    onMutate: async ({ setting, dismissed }) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<HealthReport>(key);
      if (before !== undefined) queries.setQueryData(key, turned(before, setting, dismissed));
      return before;
    },
    onError: (error, { setting }, before) => {
      queries.setQueryData(key, before);
      mark(setting);
      toastFailed(`The change was not saved. ${problemOf(error).message}`);
    },
    onSuccess: (_answer, { setting, dismissed }) => {
      if (dismissed) toastUndo("Check dismissed.", () => dismiss(setting, false));
    },
    onSettled: () => settingsChanged(queries, key),
  });
  const dismiss = (setting: HealthSetting, dismissed: boolean): void => {
    const report = queries.getQueryData<HealthReport>(key);
    if (report === undefined) return;
    const list = dismissedAfter(sectionsOf(report), setting, dismissed);
    mutate({ setting, dismissed, list });
  };
  return { dismiss, failed };
}

interface Change {
  readonly setting: HealthSetting;
  readonly dismissed: boolean;
  readonly list: HealthSetting[];
}

function turned(report: HealthReport, setting: HealthSetting, dismissed: boolean): HealthReport {
  const section = sectionsOf(report).find((each) => each.setting === setting);
  if (section === undefined) return report;
  const entries = Object.entries(report).map(([name, value]: [string, unknown]) => [
    name,
    name === section.key && typeof value === "object" ? { ...value, dismissed } : value,
  ]);
  return { ...report, ...Object.fromEntries(entries) };
}
