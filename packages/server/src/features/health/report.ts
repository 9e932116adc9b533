import type { CoreDeps } from "../../context/deps.ts";
import type { Services } from "../../context/services.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { checkAccessUrl } from "./access-url.ts";
import { checkDatabase } from "./database.ts";
import { checkPriceBook } from "./price-book.ts";
import { findingSection, type HealthReport, soundSection, worse } from "./sections.ts";
import { checkEncryption, checkIdentityProvider } from "./sign-in.ts";
import { checkWebsocket } from "./websocket.ts";

/** The checks that take time; each is named when the whole report is late. */
const checks = [
  "access_url",
  "database",
  "websocket",
  "ai_price_book",
  "identity_provider",
] as const;

/** A report that is being made; `finished` names the checks that are done. */
export interface RunningReport {
  promise: Promise<HealthReport>;
  finished: Set<string>;
}

/** The names of the checks that a report waits for. */
export const checkNames: readonly string[] = checks;

/** What the checks work with. */
export type HealthDeps = CoreDeps & Pick<Services, "priceBook" | "signIn">;

/** Runs all checks at once (spec deployment §4.2). A check that fails itself is a finding, not a failure. */
export function runReport(deps: HealthDeps, token: string | null): RunningReport {
  const finished = new Set<string>();
  const done = <T>(name: (typeof checks)[number], work: Promise<T>): Promise<T> =>
    work.finally(() => finished.add(name));
  const promise = Promise.all([
    done("access_url", checkAccessUrl(deps)),
    done("database", checkDatabase(deps)),
    done("websocket", checkWebsocket(deps, token)),
    done("ai_price_book", checkPriceBook(deps.priceBook)),
    done("identity_provider", checkIdentityProvider(deps)),
  ]).then(([accessUrl, database, websocket, priceBook, provider]) =>
    assemble(deps, {
      access_url: accessUrl,
      database,
      websocket,
      ai_price_book: priceBook,
      identity_provider: provider,
    }),
  );
  return { promise, finished };
}

type Checked = Pick<HealthReport, "access_url" | "database" | "websocket"> & {
  ai_price_book: NonNullable<HealthReport["ai_price_book"]>;
  /** Undefined where none is configured. */
  identity_provider: HealthReport["identity_provider"] | undefined;
};

function assemble(deps: CoreDeps, checked: Checked): HealthReport {
  const sections = {
    derp: { ...soundSection(), regions: {}, netcheck: emptyNetcheck, netcheck_logs: [] },
    access_url: checked.access_url,
    websocket: checked.websocket,
    database: checked.database,
    workspace_proxy: { ...soundSection(), workspace_proxies: { regions: [] } },
    provisioner_daemons: {
      ...findingSection("error", {
        code: "EPD01",
        message: "No provisioner daemon has been seen recently.",
      }),
      items: [],
    },
    ...(checked.identity_provider === undefined
      ? {}
      : { identity_provider: checked.identity_provider }),
    encryption: checkEncryption(deps),
    ai_price_book: checked.ai_price_book,
  };
  const all = Object.values(sections);
  return {
    time: wireTime(deps.clock.now()),
    healthy: all.every((section) => section.healthy),
    severity: all.reduce<HealthReport["severity"]>((worst, s) => worse(worst, s.severity), "ok"),
    coder_version: deps.deployment.compatVersion,
    ...sections,
  };
}

/** There is no relay in this release: nothing is known about the network. */
const emptyNetcheck: HealthReport["derp"]["netcheck"] = {
  UDP: false,
  IPv6: false,
  IPv4: false,
  IPv6CanSend: false,
  IPv4CanSend: false,
  OSHasIPv6: false,
  ICMPv4: false,
  MappingVariesByDestIP: null,
  HairPinning: null,
  UPnP: null,
  PMP: null,
  PCP: null,
  PreferredDERP: 0,
  RegionLatency: {},
  RegionV4Latency: {},
  RegionV6Latency: {},
  GlobalV4: "",
  GlobalV6: "",
  CaptivePortal: null,
};

/** The same report as text for terminals (spec deployment §4.2). */
export function reportText(report: HealthReport): string {
  return [
    `time: ${report.time}`,
    `healthy: ${report.healthy}`,
    `derp: ${report.derp.healthy}`,
    `access_url: ${report.access_url.healthy}`,
    `websocket: ${report.websocket.healthy}`,
    `database: ${report.database.healthy}`,
    "",
  ].join("\n");
}
