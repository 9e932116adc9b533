import type { CoreDeps } from "../../context/deps.ts";
import { findingSection, type HealthReport, soundSection } from "./sections.ts";

const timeoutMs = 5000;
const maxBodyLength = 1024;

/** Whether the deployment reaches its own public address (spec deployment §4.2). */
export async function checkAccessUrl(
  deps: Pick<CoreDeps, "deployment">,
): Promise<HealthReport["access_url"]> {
  const url = deps.deployment.accessUrl;
  const unreached = { access_url: url, reachable: false, status_code: 0, healthz_response: "" };
  if (!URL.canParse(url)) {
    const finding = { code: "EACS02", message: "The access URL cannot be read." } as const;
    return { ...findingSection("error", finding), ...unreached };
  }
  try {
    const response = await fetch(new URL("/healthz", url), {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    });
    const body = (await response.text()).slice(0, maxBodyLength);
    const answer = { status_code: response.status, healthz_response: body };
    const reached = { ...unreached, reachable: true, ...answer };
    if (response.status === 200) return { ...soundSection(), ...reached };
    const message = `The access URL answered with status ${response.status}.`;
    const section = findingSection("warning", { code: "EACS04", message }, { healthy: false });
    return { ...section, ...reached };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    const message = `The access URL cannot be reached: ${reason}.`;
    return { ...findingSection("error", { code: "EACS03", message }), ...unreached };
  }
}
