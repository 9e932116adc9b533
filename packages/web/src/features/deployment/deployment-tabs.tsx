import { Tabs } from "../../components/tabs/tabs.tsx";
import { useMay } from "../../lib/permissions.ts";
import { deploymentChecks } from "./permissions.ts";

/** The pages about the deployment that whoever is signed in may open. */
export function DeploymentTabs({
  current,
}: {
  readonly current: "overview" | "health" | "configuration" | "issuers";
}) {
  const may = useMay(deploymentChecks);
  const pages = [
    { key: "overview", label: "Overview", to: "/deployment" },
    ...(may("deployment.readHealth")
      ? [{ key: "health", label: "Health", to: "/deployment/health" }]
      : []),
    ...(may("deployment.readConfig")
      ? [{ key: "configuration", label: "Configuration", to: "/deployment/configuration" }]
      : []),
    ...(may("deployment.readHealth")
      ? [{ key: "issuers", label: "Identity providers", to: "/deployment/identity-providers" }]
      : []),
  ];
  return <Tabs label="Deployment" items={pages} current={current} />;
}
