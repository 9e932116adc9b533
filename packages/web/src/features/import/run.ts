import { type Answer, ApiFailure } from "@gatehouse/sdk";
import { api } from "../../lib/api.ts";
import { problemOf } from "../../lib/problem.ts";
import { duplicates, type Entry, requestOf } from "./entries.ts";

/** What became of a row. */
export interface RowResult {
  readonly state: "valid" | "created" | "refused";
  /** Why it was refused: field and sentence each. */
  readonly faults: readonly string[];
}

/** Rows that go into one request. */
const chunkSize = 500;

/** How a run is followed and stopped. */
export interface RunSettings {
  readonly dryRun: boolean;
  readonly organizationId: (name: string) => string | undefined;
  readonly signal: AbortSignal;
  /** Results by the row's index, as they come. */
  readonly onResults: (results: ReadonlyMap<number, RowResult>) => void;
}

/**
 * Checks or creates users, 500 at a time. Rows that another row of the file, or this console, already speaks against are
 * not sent. Throws ApiFailure when a whole request is refused; what came before stays.
 */
export async function runImport(entries: readonly Entry[], settings: RunSettings): Promise<void> {
  const { dryRun, organizationId, signal, onResults } = settings;
  const twice = duplicates(entries);
  const sendable: { index: number; user: object }[] = [];
  const refused = new Map<number, RowResult>();
  entries.forEach((entry, index) => {
    const request = requestOf(entry, organizationId);
    const faults = [twice.get(index), "fault" in request ? request.fault : undefined].filter(
      (fault) => fault !== undefined,
    );
    if (faults.length > 0) refused.set(index, { state: "refused", faults });
    else if ("user" in request) sendable.push({ index, user: request.user });
  });
  onResults(refused);
  for (let at = 0; at < sendable.length && !signal.aborted; at += chunkSize) {
    const chunk = sendable.slice(at, at + chunkSize);
    const { results } = await patiently(signal, () =>
      api.call(
        "importUsers",
        { body: { dry_run: dryRun, users: chunk.map(({ user }) => user) } },
        // A request that creates is finished even when the run is stopped: its results must not be lost.
        dryRun ? { signal } : {},
      ),
    );
    onResults(
      new Map(results.map((result) => [chunk[result.index]?.index ?? -1, rowResult(result)])),
    );
  }
}

function rowResult(result: Answer<"importUsers">["results"][number]): RowResult {
  if (result.status !== "refused") return { state: result.status, faults: [] };
  const faults = (result.validations ?? []).map(({ field, detail }) => `${field}: ${detail}`);
  return { state: "refused", faults: faults.length > 0 ? faults : [result.message ?? "refused"] };
}

/** Waits when the server asks to, and tries again. */
async function patiently<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure) || thrown.status !== 429 || signal.aborted) throw thrown;
      const seconds = thrown.retryAfterSeconds ?? 5;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

/** The sentence about a run that ended early. */
export function stoppedText(error: unknown): string {
  return `${problemOf(error).message} The rows before it have their results.`;
}
