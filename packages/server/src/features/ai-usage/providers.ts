import type { CoreDeps } from "../../context/deps.ts";
import { parseAiProviders } from "../../platform/config/ai-providers.ts";
import { replaceProviders } from "./provider-store.ts";

/**
 * Applies the option `ai-providers` at the start of a server: usage that names one of these is priced by
 * its type (spec ai-prices §9.5). Without the option the providers stay as they are.
 */
export async function applyAiProviders(
  deps: Pick<CoreDeps, "db" | "config" | "clock">,
): Promise<void> {
  if (deps.config.aiProviders === "") return;
  await replaceProviders(deps.db, parseAiProviders(deps.config.aiProviders), deps.clock.now());
}
