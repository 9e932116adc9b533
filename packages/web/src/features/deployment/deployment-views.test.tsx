import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { ConfigurationView, type ConfigurationViewProps } from "./configuration-view.tsx";
import { HealthView, type HealthViewProps } from "./health-view.tsx";
import { OverviewView, type OverviewViewProps } from "./overview-view.tsx";
import type { HealthReport, ServerOption } from "./queries.ts";
import { dismissedAfter, sectionsOf } from "./sections.ts";

afterEach(cleanup);

const nothing = () => undefined;
const fine = { healthy: true, severity: "ok" as const, warnings: [], dismissed: false };

const report = {
  time: "2026-11-19T12:02:31Z",
  healthy: true,
  severity: "warning",
  coder_version: "v2.34.0",
  access_url: {
    ...fine,
    access_url: "https://gate.acme.dev",
    reachable: true,
    status_code: 200,
    healthz_response: "OK",
  },
  websocket: { ...fine, body: "", code: 101 },
  database: {
    ...fine,
    severity: "warning",
    warnings: [{ code: "EDB02", message: "The database is slow." }],
    reachable: true,
    latency: "21ms",
    latency_ms: 21,
    threshold_ms: 15,
  },
  derp: { ...fine, regions: {}, netcheck: {}, netcheck_logs: [] },
  workspace_proxy: { ...fine, workspace_proxies: { regions: [] } },
  provisioner_daemons: { ...fine, items: [] },
} as const;

const health = (more: object = {}): HealthReport => Object.assign({}, report, more) as HealthReport;

const healthProps = (given: Partial<HealthViewProps> = {}): HealthViewProps => ({
  tabs: null,
  report: health(),
  problem: undefined,
  checking: false,
  mayDismiss: true,
  onCheck: nothing,
  onDismiss: nothing,
  ...given,
});

describe("the health of the deployment", () => {
  it("lists the sections, the worst first, with code, words and figures", async () => {
    await renderPart(<HealthView {...healthProps()} />);

    const [first] = screen.getAllByRole("listitem").filter((item) => item.querySelector("h2"));
    expect(first?.textContent).toContain("Database");
    expect(first?.textContent).toContain("Needs attention");
    expect(first?.textContent).toContain("EDB02 The database is slow.");
    expect(first?.textContent).toContain("21 ms");
  });

  it("says once what is an error and a warning in one", async () => {
    const message = "No provisioner daemon has been seen recently.";
    const section = { healthy: false, severity: "error", error: `EPD01: ${message}`, items: [] };
    const warnings = [
      { code: "EPD01", message },
      { code: "EPD02", message: "One is too old." },
    ];
    const more = { provisioner_daemons: { ...section, warnings } };
    await renderPart(<HealthView {...healthProps({ report: health(more) })} />);

    const [first] = screen.getAllByRole("listitem").filter((item) => item.querySelector("h2"));
    expect(first?.textContent?.split(message)).toHaveLength(2);
    expect(first?.textContent).toContain("EPD02 One is too old.");
  });

  it("keeps lists of a section folded away, and offers none where there is nothing", async () => {
    const items = [{ name: "builder-1", status: "idle" }];
    const more = { provisioner_daemons: { ...report.provisioner_daemons, items } };
    await renderPart(<HealthView {...healthProps({ report: health(more) })} />);

    const folded = screen.getAllByRole("group");
    expect(folded).toHaveLength(1);
    expect(folded[0]?.hasAttribute("open")).toBe(false);
    expect(folded[0]?.textContent).toContain('"name": "builder-1"');
  });

  it("draws a section that it does not know", async () => {
    const more = { rate_limiter: { severity: "error", error: "Out of memory.", warnings: null } };
    await renderPart(<HealthView {...healthProps({ report: health(more) })} />);

    const [first] = screen.getAllByRole("listitem").filter((item) => item.querySelector("h2"));
    expect(first?.textContent).toContain("Rate limiter");
    expect(first?.textContent).toContain("Out of memory.");
  });

  it("dismisses a finding", async () => {
    const onDismiss = vi.fn();
    await renderPart(<HealthView {...healthProps({ onDismiss })} />);

    await userEvent.click(screen.getByRole("button", { name: "Dismiss Database" }));

    expect(onDismiss).toHaveBeenCalledWith("Database", true);
  });

  it("says who can dismiss to those who may not", async () => {
    const onDismiss = vi.fn();
    await renderPart(<HealthView {...healthProps({ mayDismiss: false, onDismiss })} />);

    const button = screen.getByRole("button", { name: "Dismiss Database" });
    await userEvent.click(button);

    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(onDismiss).not.toHaveBeenCalled();
  });

  it("says while it waits that it waits", async () => {
    await renderPart(<HealthView {...healthProps({ report: undefined })} />);

    expect(screen.getByText("Loading")).toBeTruthy();
  });

  it("lists the finished checks of a report that took too long", async () => {
    const problem = {
      message: "The report did not finish.",
      detail: "finished: database; running: access_url",
      requestId: "7f3c",
      fields: [],
    };
    await renderPart(<HealthView {...healthProps({ report: undefined, problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("finished: database");
  });

  it("saves the whole list of dismissed sections", () => {
    const sections = sectionsOf(health({ derp: { ...report.derp, dismissed: true } }));

    expect(dismissedAfter(sections, "Database", true).sort()).toEqual(["DERP", "Database"]);
    expect(dismissedAfter(sections, "DERP", false)).toEqual([]);
  });
});

const option = (given: Partial<ServerOption>): ServerOption => ({
  name: "Access URL",
  description: "Public address.",
  required: false,
  flag: "access-url",
  flag_shorthand: "",
  env: "GATEHOUSE_ACCESS_URL",
  yaml: "accessURL",
  default: "",
  value: "https://gate.acme.dev",
  annotations: {},
  hidden: false,
  value_source: "env",
  use_instead: [],
  ...given,
});

const options = [
  option({}),
  option({
    name: "OIDC Client Secret",
    env: "GATEHOUSE_OIDC_CLIENT_SECRET",
    value: null,
    annotations: { secret: "true" },
    group: { name: "OIDC", yaml: "oidc", description: "Single sign-on." },
  }),
  option({
    name: "Session Duration",
    env: "GATEHOUSE_SESSION_DURATION",
    value: 86_400_000_000_000,
    annotations: { format_duration: "true" },
    value_source: "default",
  }),
];

const configurationProps = (
  given: Partial<ConfigurationViewProps> = {},
): ConfigurationViewProps => ({
  tabs: null,
  options,
  q: "",
  changed: false,
  onFilter: nothing,
  ...given,
});

describe("the configuration", () => {
  const rowOf = (name: string) => screen.getByRole("heading", { name }).closest("li")?.textContent;

  it("shows value and source, durations as people say them", async () => {
    await renderPart(<ConfigurationView {...configurationProps()} />);

    expect(rowOf("Access URL")).toContain("https://gate.acme.devenvironment");
    expect(rowOf("Session Duration")).toContain("1 daydefault");
  });

  it("tells of a secret only that it is set", async () => {
    await renderPart(<ConfigurationView {...configurationProps()} />);

    const group = screen.getByRole("region", { name: "Options: OIDC" });
    expect(within(group).getByRole("listitem").textContent).toContain("•••••• set");
  });

  it("finds options by variable and by value", async () => {
    await renderPart(<ConfigurationView {...configurationProps({ q: "acme.dev" })} />);

    expect(screen.getByText("1 of 3 options")).toBeTruthy();
    expect(rowOf("Access URL")).toBeTruthy();
  });

  it("leaves out what nobody changed", async () => {
    await renderPart(<ConfigurationView {...configurationProps({ changed: true })} />);

    expect(screen.queryByRole("heading", { name: "Session Duration" })).toBeNull();
  });

  it("names the filter that nothing matches, and leaves it", async () => {
    const onFilter = vi.fn();
    await renderPart(<ConfigurationView {...configurationProps({ q: "zzz", onFilter })} />);

    expect(screen.getByText(/No options match/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onFilter.mock.calls).toEqual([[{ q: "", changed: false }]]);
  });
});

const overviewProps = (given: Partial<OverviewViewProps> = {}): OverviewViewProps => ({
  tabs: null,
  build: {
    gatehouse_version: "v1.0.2",
    version: "v2.34.0",
    dashboard_url: "https://gate.acme.dev",
    deployment_id: "6a1f6d0e-0000-4000-8000-000000000001",
    external_url: "",
  },
  update: { current: true, version: "v1.0.2", url: "" },
  experiments: [],
  available: [],
  ssh: { hostname_prefix: "coder.", hostname_suffix: "coder" },
  ...given,
});

describe("the overview of the deployment", () => {
  it("names version, compatibility and address", async () => {
    await renderPart(<OverviewView {...overviewProps()} />);

    expect(screen.getByRole("heading", { name: "Gatehouse 1.0.2" })).toBeTruthy();
    expect(screen.getByText("Compatible with clients of v2.34.0")).toBeTruthy();
    expect(screen.getByText("https://gate.acme.dev")).toBeTruthy();
  });

  it("leaves out what this person may not ask, and says what did not come", async () => {
    await renderPart(<OverviewView {...overviewProps({ update: null })} />);

    expect(screen.queryByText("Users")).toBeNull();
    expect(screen.getByText("Could not be loaded.")).toBeTruthy();
  });
});
