import type { CoreDeps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import type { KnownRelease, UpdateChecker } from "../../context/services.ts";
import { readSiteConfigs, writeSiteConfig } from "./site-config-store.ts";

const key = "last_update_check";
const timeoutMs = 30_000;
const maxAnswerBytes = 65_536;

/** Creates the checker; with checks switched off it never asks anybody. */
export function createUpdateChecker(
  deps: Pick<CoreDeps, "db" | "config" | "clock" | "log">,
): UpdateChecker {
  let latest: KnownRelease | null = null;
  const enabled = deps.config.updateCheck && deps.config.updateCheckUrl !== "";
  return {
    latest: () => latest,
    async reload() {
      if (!enabled) return;
      const stored = await readSiteConfigs(deps.db, [key]);
      latest = parseRelease(stored.get(key)) ?? latest;
    },
    async check() {
      if (!enabled) return;
      const release = await askFeed(deps);
      if (release === null) return;
      latest = release;
      await writeSiteConfig(deps.db, key, JSON.stringify(release));
    },
  };
}

async function askFeed(
  deps: Pick<CoreDeps, "config" | "clock" | "log">,
): Promise<KnownRelease | null> {
  try {
    const response = await fetch(deps.config.updateCheckUrl, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: "application/json" },
    });
    const text = await response.text();
    if (!response.ok || text.length > maxAnswerBytes) throw new Error(`status ${response.status}`);
    const release = parseRelease(text);
    if (release === null) throw new Error("the feed has no version and url");
    return { ...release, checked: deps.clock.now().toISOString() };
  } catch (error) {
    deps.log.warn({ err: error }, "update check failed; the last known release stays");
    return null;
  }
}

/** A release as feed and store hold it; null for anything else. */
export function parseRelease(text: string | undefined): KnownRelease | null {
  if (text === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return null;
    const { version, url, checked } = parsed as Record<string, unknown>;
    if (typeof version !== "string" || !/^v?\d+\.\d+\.\d+/.test(version)) return null;
    if (typeof url !== "string" || !/^https?:\/\//.test(url)) return null;
    return { version, url, checked: typeof checked === "string" ? checked : "" };
  } catch {
    return null;
  }
}

/** Whether `own`, cut at the first `-`, is at least `latest` by semantic versioning. */
export function isCurrent(own: string, latest: string): boolean {
  const mine = numbersOf(own.split("-")[0] ?? "");
  const theirs = numbersOf(latest.split("-")[0] ?? "");
  for (const [index, number] of theirs.entries()) {
    const difference = (mine[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

/** `GET /updatecheck`: from memory (spec deployment §3.2). */
export const getUpdateCheck: Handler<"getUpdateCheck"> = async (deps) => {
  const own = deps.deployment.version;
  const known = deps.updates.latest();
  if (known === null) {
    return { current: true, version: own, url: `${deps.deployment.accessUrl}/docs` };
  }
  return { current: isCurrent(own, known.version), version: known.version, url: known.url };
};
