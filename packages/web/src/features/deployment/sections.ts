import { writeJson } from "@gatehouse/sdk";
import { isRecord } from "../../lib/is-record.ts";
import type { HealthReport } from "./queries.ts";

/** How bad a finding is. */
export type Severity = HealthReport["severity"];

/** A section of the report in one shape, also those that only newer servers have. */
export interface HealthSection {
  /** Name on the wire: `access_url`. */
  readonly key: string;
  readonly label: string;
  readonly severity: Severity;
  readonly dismissed: boolean;
  /** Why the check failed; empty when it did not. */
  readonly error: string;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** Lists and objects of the section, as JSON; empty when it has none. */
  readonly details: string;
  /** Its name among the settings; undefined when it cannot be dismissed. */
  readonly setting: HealthSetting | undefined;
}

/** The sections that can be dismissed, by their name in the settings. */
export type HealthSetting =
  | "DERP"
  | "AccessURL"
  | "Websocket"
  | "Database"
  | "WorkspaceProxy"
  | "ProvisionerDaemons";

const known: Readonly<Record<string, { label: string; setting?: HealthSetting }>> = {
  access_url: { label: "Access URL", setting: "AccessURL" },
  database: { label: "Database", setting: "Database" },
  websocket: { label: "WebSocket", setting: "Websocket" },
  derp: { label: "Relays", setting: "DERP" },
  workspace_proxy: { label: "Workspace proxies", setting: "WorkspaceProxy" },
  provisioner_daemons: { label: "Provisioners", setting: "ProvisionerDaemons" },
  ai_price_book: { label: "AI price book" },
};

const common = new Set(["error", "healthy", "severity", "warnings", "dismissed"]);
const severities: readonly Severity[] = ["ok", "warning", "error"];

const sentence = (key: string): string =>
  key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");

/** Plain fields of a section as label and text; what is empty or nested is left out. */
function factsOf(section: Readonly<Record<string, unknown>>): HealthSection["facts"] {
  return Object.entries(section).flatMap(([key, value]) => {
    if (common.has(key) || value === "" || `${key}_ms` in section) return [];
    if (typeof value === "boolean") return [{ label: sentence(key), text: value ? "yes" : "no" }];
    if (typeof value !== "string" && typeof value !== "number") return [];
    return key.endsWith("_ms")
      ? [{ label: sentence(key.slice(0, -3)), text: `${value} ms` }]
      : [{ label: sentence(key), text: String(value) }];
  });
}

/** Whether a list or an object holds anything but empty lists and objects. */
function isFilled(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((each) => typeof each !== "object" || isFilled(each));
}

/** What a section says in lists and objects, for people who look for a cause. */
function detailsOf(section: Readonly<Record<string, unknown>>): string {
  const nested = Object.entries(section).filter(
    ([key, value]) => !common.has(key) && isFilled(value),
  );
  if (nested.length === 0) return "";
  return writeJson(Object.fromEntries(nested), 2);
}

function warningsOf(value: unknown): HealthSection["warnings"] {
  return (Array.isArray(value) ? value : []).filter(isRecord).map((each) => ({
    code: String(each["code"] ?? ""),
    message: String(each["message"] ?? ""),
  }));
}

function sectionOf(key: string, value: unknown): HealthSection | undefined {
  if (!isRecord(value)) return undefined;
  const severity = severities.find((each) => each === value["severity"]);
  if (severity === undefined) return undefined;
  const error = typeof value["error"] === "string" ? value["error"] : "";
  return {
    key,
    label: known[key]?.label ?? sentence(key),
    setting: known[key]?.setting,
    severity,
    dismissed: value["dismissed"] === true,
    error,
    // What makes a section unhealthy is told with its code once more.
    warnings: warningsOf(value["warnings"]).filter(
      ({ code, message }) => `${code}: ${message}` !== error,
    ),
    facts: factsOf(value),
    details: detailsOf(value),
  };
}

/** The sections of a report, the worst first, those that were dismissed last. */
export function sectionsOf(report: HealthReport): readonly HealthSection[] {
  const rank = ({ severity, dismissed }: HealthSection): number =>
    dismissed ? -1 : severities.indexOf(severity);
  return Object.entries(report)
    .flatMap(([key, value]) => sectionOf(key, value) ?? [])
    .sort((a, b) => rank(b) - rank(a));
}

/** The full list of dismissed sections after one was dismissed or brought back. */
export function dismissedAfter(
  sections: readonly HealthSection[],
  changed: HealthSetting,
  dismissed: boolean,
): HealthSetting[] {
  return sections.flatMap(({ setting, dismissed: was }) => {
    if (setting === undefined) return [];
    return (setting === changed ? dismissed : was) ? [setting] : [];
  });
}
