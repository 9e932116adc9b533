const most = 40;

interface Read {
  readonly address: string;
  /** Orders reads of different owners. */
  readonly at: number;
}

/** Whose signal a request carries: the query that asks. */
const owners = new WeakMap<AbortSignal, object>();
const owned = new WeakMap<object, readonly Read[]>();
let others: readonly Read[] = [];
let count = 0;
let answers: readonly string[] = [];

/** Requests with this signal are read for `owner`; what it read before is forgotten. */
export function ownRequests(signal: AbortSignal, owner: object): void {
  owners.set(signal, owner);
  owned.set(owner, []);
}

/** Remembers what a page reads, by path and query: whoever sees something can ask for the same with a program. */
export function noteRequest(method: string, address: string, signal?: AbortSignal | null): void {
  if (method !== "GET") return;
  const owner = signal == null ? undefined : owners.get(signal);
  const before = owner === undefined ? others : (owned.get(owner) ?? []);
  if (before.some((read) => read.address === address)) return;
  count += 1;
  const after = [...before, { address, at: count }].slice(-most);
  if (owner === undefined) others = after;
  else owned.set(owner, after);
}

/** Starts over with what nobody owns: another page is opened. */
export function forgetRequests(): void {
  others = [];
}

/** What this page read, in the order in which it asked: for the queries that it shows, and for nobody in particular. */
export function readRequests(shown: Iterable<object> = []): readonly string[] {
  const reads = [...others, ...[...shown].flatMap((owner) => owned.get(owner) ?? [])];
  reads.sort((a, b) => a.at - b.at);
  return [...new Set(reads.map(({ address }) => address))].slice(-most);
}

/** Remembers the ids of the last answers, by which an operator finds them in the log. */
export function noteAnswer(requestId: string | null): void {
  if (requestId !== null && requestId !== "") answers = [...answers, requestId].slice(-5);
}

/** The ids of the last answers, the newest last. */
export function lastAnswers(): readonly string[] {
  return answers;
}
