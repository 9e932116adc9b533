import { say } from "../support/command.ts";
import { type Answer, send } from "../support/http.ts";
import { buildCase, type Case } from "./case.ts";
import { readDocument } from "./document.ts";
import { type Stage, setStage } from "./stage.ts";
import { type Canary, described, faultsOf, usualAnswerMs } from "./verdict.ts";

/** What a run of requests is told. */
export interface ApiOptions {
  seed: number;
  /** Seconds; the run ends with the case that is under way then. */
  seconds: number;
  /** Only cases of operations whose id or path contains this. */
  only: string | null;
}

/** What a run found. */
export interface ApiResult {
  cases: number;
  /** Answers by status. */
  statuses: ReadonlyMap<number, number>;
  /** Operations that were answered with a success at least once. */
  succeeded: number;
  operations: number;
  slowestMs: number;
  /** 99 of 100 answers came within this time. */
  p99Ms: number;
  faults: readonly string[];
}

const together = 8;
const mostFaults = 25;

/** Sends random requests of every role until the time is over; the server must survive and tell nothing. */
export async function fuzzApi(options: ApiOptions): Promise<ApiResult> {
  const stage = await setStage();
  const whole = await readDocument(stage.server.address);
  const operations = whole.operations.filter(
    ({ operationId, path }) =>
      options.only === null || `${operationId} ${path}`.includes(options.only),
  );
  if (operations.length === 0) throw new Error(`no operation matches ${options.only}`);
  const document = { ...whole, operations };
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();
  const faults: string[] = [];
  const tookMs: number[] = [];
  let index = 0;
  const deadline = performance.now() + options.seconds * 1000;

  /** How many accepted cases, or cases under way, carried a text that others may read from then on. */
  const held = new Map<string, number>();
  const unstored = (canaries: readonly Canary[]) =>
    canaries.filter(({ text }) => (held.get(text) ?? 0) === 0);

  async function one(number: number): Promise<void> {
    const names = [...stage.actors.keys()];
    const made = buildCase({ seed: options.seed, index: number }, document, names, stage.knownTo);
    const stored = storedBy(made, stage.canaries());
    count(held, stored, 1);
    const told = await answered(stage, made);
    if (wasRefused(told)) count(held, stored, -1);
    if (typeof told === "string") {
      faults.push(`case ${number}: ${told}\n    ${described(made)}`);
      return;
    }
    statuses.set(told.status, (statuses.get(told.status) ?? 0) + 1);
    tookMs.push(told.tookMs);
    if (told.status < 300) succeeded.add(made.operation.operationId);
    for (const fault of faultsOf(made, told, unstored(stage.canaries()))) {
      faults.push(`case ${number}: ${fault}\n    ${described(made)}`);
    }
  }

  while (performance.now() < deadline && faults.length < mostFaults) {
    const batch = Array.from({ length: together * 25 }, (_each, at) => index + at);
    index += batch.length;
    await inTurn(batch, one);
    await renewTheDead(stage);
    if (!stage.server.isRunning()) {
      faults.push(`the server ended:\n${stage.server.output().slice(-2000)}`);
      break;
    }
  }
  faults.push(...(await leftBehind(stage)));
  say(`${index} cases`);
  await stage.server.stop();
  tookMs.sort((a, b) => a - b);
  const slowestMs = tookMs.at(-1) ?? 0;
  const p99Ms = tookMs[Math.floor(tookMs.length * 0.99)] ?? 0;
  if (p99Ms > usualAnswerMs) faults.push(`one answer in a hundred took ${Math.round(p99Ms)} ms`);
  const result = { cases: index, statuses, slowestMs, p99Ms, faults };
  return { ...result, succeeded: succeeded.size, operations: operations.length };
}

async function inTurn(
  numbers: readonly number[],
  work: (number: number) => Promise<void>,
): Promise<void> {
  const open = [...numbers];
  const worker = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: together }, worker));
}

async function answered(stage: Stage, made: Case) {
  const token = stage.actors.get(made.actor) ?? "";
  const headers = token === "" ? {} : { "coder-session-token": token };
  const sent = { ...made.sent, headers: { ...made.sent.headers, ...headers } };
  return send(stage.server.address, sent).catch((error: Error) => `no answer: ${error.message}`);
}

/** Cases delete and suspend people; the next batch finds everybody at work again. */
async function renewTheDead(stage: Stage): Promise<void> {
  for (const actor of stage.actors.keys()) {
    if (!(await stage.isAlive(actor))) await stage.renew(actor);
  }
}

/** After all cases: the server answers, and its log holds neither errors nor secrets. */
async function leftBehind(stage: Stage): Promise<string[]> {
  const faults: string[] = [];
  const ready = await send(stage.server.address, {
    ...{ method: "GET", path: "/readyz", headers: {}, body: null },
  }).catch((error: Error) => ({ status: 0, body: Buffer.from(error.message) }));
  if (ready.status !== 200) faults.push(`not ready afterwards: ${ready.body.toString()}`);
  const log = stage.server.output();
  for (const { what, text, isLogged } of stage.canaries()) {
    if (isLogged !== true && log.includes(text)) faults.push(`the log tells ${what}`);
  }
  const errors = log.split("\n").filter((line) => line.includes('"level":"error"'));
  faults.push(...errors.slice(0, 5).map((line) => `logged as error: ${line.slice(0, 600)}`));
  return faults;
}

function count(held: Map<string, number>, texts: readonly string[], by: 1 | -1): void {
  for (const text of texts) held.set(text, (held.get(text) ?? 0) + by);
}

function wasRefused(told: Answer | string): boolean {
  return typeof told === "string" || told.status >= 300;
}

/** The canaries that a case may leave behind as a text of its own. */
function storedBy({ sent }: Case, canaries: readonly Canary[]): string[] {
  return canaries
    .filter(({ isSent, text }) => isSent === true && sent.body?.includes(text) === true)
    .map(({ text }) => text);
}
