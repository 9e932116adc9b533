import { ApiError } from "@gatehouse/contract";
import type { GuardedHandler, Handler, HandlerAnswer } from "../../context/handler.ts";
import { authorize, type RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Handle } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { readSiteConfigs, writeSiteConfig } from "../deployment/index.ts";
import { reportText } from "./report.ts";
import type { HealthReport } from "./sections.ts";

const key = "health_settings";

type Settings = HandlerAnswer<"getHealthSettings">;
type SectionName = Settings["dismissed_healthchecks"][number];

/** The report's section behind each dismissible name. */
const sectionsByName = {
  DERP: "derp",
  AccessURL: "access_url",
  Websocket: "websocket",
  Database: "database",
  WorkspaceProxy: "workspace_proxy",
  ProvisionerDaemons: "provisioner_daemons",
} as const satisfies Record<SectionName, keyof HealthReport>;

function requireDebugInfo(ctx: RequestContext): void {
  authorize(ctx, "read", { type: "debug_info" }, "forbidden");
}

/** `GET /debug/health`: dismissals are applied when answering, never cached (spec deployment §4.2). */
export const getHealth: GuardedHandler<"getHealth"> = {
  guard: (_deps, ctx) => requireDebugInfo(ctx),
  handle: async (deps, ctx, { query }) => {
    const { format } = query;
    if (format !== "" && format !== "json" && format !== "text") {
      const detail = "must be json or text";
      throw new ApiError("invalid_query", { validations: [{ field: "format", detail }] });
    }
    const force = query.force === "true";
    const report = await deps.health.report({ force, token: ctx.token });
    const settings = await readSettings(deps.db);
    const shown = dismiss(report, settings);
    if (format === "text") ctx.effects.text = reportText(shown);
    return shown;
  },
};

function dismiss(report: HealthReport, settings: Settings): HealthReport {
  const shown: HealthReport = { ...report };
  for (const name of settings.dismissed_healthchecks) {
    const section = sectionsByName[name];
    Object.assign(shown, { [section]: { ...shown[section], dismissed: true } });
  }
  return shown;
}

/** `GET /debug/health/settings`. */
export const getHealthSettings: Handler<"getHealthSettings"> = async (deps, ctx) => {
  requireDebugInfo(ctx);
  return readSettings(deps.db);
};

/** `PUT /debug/health/settings`: 204 when nothing changes, order included (spec deployment §4.3). */
export const updateHealthSettings: GuardedHandler<"updateHealthSettings"> = {
  guard: (_deps, ctx) => {
    requireDebugInfo(ctx);
    authorize(ctx, "update", { type: "deployment_config" }, "forbidden");
  },
  handle: async (deps, ctx, { body }) => {
    const wanted: Settings = { dismissed_healthchecks: body.dismissed_healthchecks };
    await inTransaction(deps.db, async (tx) => {
      const before = await readSettings(tx);
      if (JSON.stringify(before) === JSON.stringify(wanted)) {
        ctx.effects.status = 204;
        return;
      }
      await writeSiteConfig(tx, key, JSON.stringify(wanted));
      await recordAudit(tx, ctx, {
        resourceType: "health_settings",
        action: "write",
        resourceId: newId(),
        resourceTarget: "",
        old: { ...before },
        new: { ...wanted },
      });
    });
    return wanted;
  },
};

async function readSettings(handle: Handle): Promise<Settings> {
  const stored = (await readSiteConfigs(handle, [key])).get(key);
  return { dismissed_healthchecks: stored === undefined ? [] : knownSections(stored) };
}

function knownSections(stored: string): SectionName[] {
  try {
    const parsed: unknown = JSON.parse(stored);
    if (typeof parsed !== "object" || parsed === null) return [];
    const names: unknown = Reflect.get(parsed, "dismissed_healthchecks");
    if (!Array.isArray(names)) return [];
    return names.filter((name): name is SectionName => name in sectionsByName);
  } catch {
    return [];
  }
}
