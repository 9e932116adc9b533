import { type Answer, ApiFailure } from "@gatehouse/sdk";
import { api } from "../../lib/api.ts";
import { inTurns } from "../../lib/in-turns.ts";
import { pause } from "../../lib/pause.ts";
import { problemOf } from "../../lib/problem.ts";
import { type Entry, type ImportUser, repetitions, requestOf } from "./entries.ts";

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

/** The most rows of a request, and of them those whose passwords are hashed. Creating takes its time: the bar moves. */
const mostRows = {
  checked: { rows: 500, passwords: 500 },
  created: { rows: 100, passwords: 25 },
};

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

/** A row that is sent. */
interface Sendable {
  readonly index: number;
  readonly user: ImportUser;
}

/**
 * Checks users 500 at a time, or creates them 100 at a time. Rows that another row of the file, or this console, already speaks
 * against are not sent. Throws ChunkFailed when a whole request is refused; what came before stays.
 */
export async function runImport(entries: readonly Entry[], settings: RunSettings): Promise<void> {
  const { dryRun, signal, onResults } = settings;
  for (const chunk of chunksOf(await sendableOf(entries, settings), dryRun)) {
    if (signal.aborted) return;
    const body = { dry_run: dryRun, users: chunk.map(({ user }) => user) };
    const { results } = await patiently(signal, () =>
      // A request that creates is finished even when the run is stopped: its results must not be lost.
      api.call("importUsers", { body }, dryRun ? { signal } : {}),
    ).catch((thrown: unknown) => {
      const [first, last] = [chunk[0], chunk.at(-1)].map((each) => (each?.index ?? 0) + 1);
      throw new ChunkFailed({ first: first ?? 0, last: last ?? 0 }, thrown);
    });
    const { finished, untried, message } = finishedOf(results);
    const rowOf = (at: number) => chunk[at]?.index ?? -1;
    onResults(new Map([...finished].map(([at, result]) => [rowOf(at), result])));
    const [first, last] = [untried[0], untried.at(-1)];
    if (first === undefined || last === undefined) continue;
    throw new ChunkFailed(
      { first: rowOf(first) + 1, last: rowOf(last) + 1 },
      new ApiFailure({ status: 503, message }),
    );
  }
}

/** The wanted rows that nothing speaks against; the others get their results at once. */
async function sendableOf(
  entries: readonly Entry[],
  { organizationId, signal, onResults, isWanted = () => true }: RunSettings,
): Promise<readonly Sendable[]> {
  const repeated = repetitions();
  const sendable: Sendable[] = [];
  const refused = new Map<number, RowResult>();
  await inTurns(entries, signal, (entry, index) => {
    const repetition = repeated(entry);
    if (!isWanted(index)) return;
    const request = requestOf(entry, organizationId);
    const faults = [repetition, "fault" in request ? request.fault : undefined].filter(
      (fault) => fault !== undefined,
    );
    if (faults.length > 0) refused.set(index, { state: "refused", faults });
    else if ("user" in request) sendable.push({ index, user: request.user });
  });
  onResults(refused);
  return sendable;
}

/** Rows in the order of the file, as many as one request takes. */
export function chunksOf(rows: readonly Sendable[], dryRun: boolean): readonly Sendable[][] {
  const most = dryRun ? mostRows.checked : mostRows.created;
  const chunks: Sendable[][] = [];
  let passwords = 0;
  for (const row of rows) {
    const chunk = chunks.at(-1);
    const more = row.user.password === undefined ? 0 : 1;
    if (chunk === undefined || chunk.length === most.rows || passwords + more > most.passwords) {
      chunks.push([row]);
      passwords = more;
    } else {
      chunk.push(row);
      passwords += more;
    }
  }
  return chunks;
}

type Result = Answer<"importUsers">["results"][number];

/** Answers that say nothing of the row: the server was too busy for it, or gave up before it. */
const untriedCodes: readonly (string | undefined)[] = ["busy", "unavailable"];

/** What became of the rows of a request, by their place in it, and which of them are to be sent again, and why. */
export function finishedOf(results: readonly Result[]) {
  const untried = results.filter(({ code }) => untriedCodes.includes(code));
  const finished = results.filter(({ code }) => !untriedCodes.includes(code));
  return {
    finished: new Map(finished.map((result) => [result.index, rowResult(result)])),
    untried: untried.map(({ index }) => index),
    message: untried[0]?.message ?? "",
  };
}

function rowResult(result: Result): RowResult {
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

/** Waits when the server asks to, and tries again; what was stopped meanwhile is not sent. */
async function patiently<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await send();
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure) || thrown.status !== 429) throw thrown;
      await pause((thrown.retryAfterSeconds ?? 5) * 1000, signal);
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
