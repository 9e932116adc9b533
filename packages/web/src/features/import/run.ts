import { type Answer, ApiFailure } from "@gatehouse/sdk";
import { api } from "../../lib/api.ts";
import { problemOf } from "../../lib/problem.ts";
import { duplicates, type Entry, requestOf } from "./entries.ts";

/** What became of a row. */
export interface RowResult {
  readonly state: "valid" | "created" | "refused";
  /** Refused because there is a user with the email or the username already. */
  readonly exists?: boolean;
  /** Id of the new user. */
  readonly userId?: string | undefined;
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
  /** Which rows are sent, by their index; all of them where it is absent. */
  readonly isWanted?: (index: number) => boolean;
}

/** A request that was refused or failed as a whole, with the rows that it held. */
export class ChunkFailed extends Error {
  /** The first and the last row of it, counted from 1 as the table does. */
  readonly rows: { readonly first: number; readonly last: number };

  constructor(rows: ChunkFailed["rows"], cause: unknown) {
    super("a part of the import failed", { cause });
    this.rows = rows;
  }
}

/**
 * Checks or creates users, 500 at a time. Rows that another row of the file, or this console, already speaks against are
 * not sent. Throws ChunkFailed when a whole request is refused; what came before stays.
 */
export async function runImport(entries: readonly Entry[], settings: RunSettings): Promise<void> {
  const { dryRun, organizationId, signal, onResults, isWanted = () => true } = settings;
  const twice = duplicates(entries);
  const sendable: { index: number; user: object }[] = [];
  const refused = new Map<number, RowResult>();
  entries.forEach((entry, index) => {
    if (!isWanted(index)) return;
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
    const body = { dry_run: dryRun, users: chunk.map(({ user }) => user) };
    const { results } = await patiently(signal, () =>
      // A request that creates is finished even when the run is stopped: its results must not be lost.
      api.call("importUsers", { body }, dryRun ? { signal } : {}),
    ).catch((thrown: unknown) => {
      const [first, last] = [chunk[0], chunk.at(-1)].map((each) => (each?.index ?? 0) + 1);
      throw new ChunkFailed({ first: first ?? 0, last: last ?? 0 }, thrown);
    });
    onResults(
      new Map(results.map((result) => [chunk[result.index]?.index ?? -1, rowResult(result)])),
    );
  }
}

function rowResult(result: Answer<"importUsers">["results"][number]): RowResult {
  if (result.status !== "refused") {
    return { state: result.status, faults: [], userId: result.user_id };
  }
  const exists = result.code === "conflict";
  const faults = (result.validations ?? []).map(({ field, detail }) => `${field}: ${detail}`);
  return {
    state: "refused",
    exists,
    faults: faults.length > 0 ? faults : [result.message ?? "refused"],
  };
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
  if (!(error instanceof ChunkFailed)) return problemOf(error).message;
  const { first, last } = error.rows;
  const rows = `Rows ${first.toLocaleString()} to ${last.toLocaleString()}`;
  return `${rows} were not finished. ${problemOf(error.cause).message} The rows before have their results.`;
}
