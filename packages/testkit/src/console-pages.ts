import { fileURLToPath } from "node:url";
import { type EndpointId, endpoints } from "@gatehouse/contract";
import { runnerImport } from "vite";

/** A page of the console as its table has it. */
export interface ConsolePage {
  /** `/users/$user/{-$tab}`; empty for the frame around the pages. */
  readonly path: string;
  readonly title: string;
  readonly layout?: "shell" | "gate";
  readonly endpoints: readonly EndpointId[];
}

const table = fileURLToPath(new URL("../../web/src/app/pages.ts", import.meta.url));

/** The table of all pages, as the console's router reads it; the frame first. */
export async function consolePages(): Promise<readonly ConsolePage[]> {
  const { module } = await runnerImport<{ documentedPages: readonly ConsolePage[] }>(table);
  return module.documentedPages;
}

const patterns = (Object.entries(endpoints) as [EndpointId, { method: string; path: string }][])
  // Fixed paths go before those with parameters, as in the server's router.
  .sort(([, a], [, b]) => a.path.split("{").length - b.path.split("{").length)
  .map(([id, { method, path }]) => {
    const source = path.replaceAll(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.");
    return { id, method, pattern: new RegExp(`^${source}$`) };
  });

/** The endpoint that a request is for; null when the contract has none. */
export function endpointOf(method: string, path: string): EndpointId | null {
  const found = patterns.find((each) => each.method === method && each.pattern.test(path));
  return found?.id ?? null;
}
