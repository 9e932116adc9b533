import { runBulk } from "../../components/bulk/run.ts";
import { problemOf, waitingOf } from "../../lib/problem.ts";
import type { StatusChange } from "./mutations.ts";
import type { User } from "./queries.ts";

/** What a list of users was made. */
type Made = StatusChange["status"];

/** What takes a change back: the users who can be made again what they were. Nobody can be made dormant. */
export function takeBack(users: readonly User[], made: Made): readonly StatusChange[] {
  const before = made === "suspended" ? "active" : "suspended";
  return users.filter(({ status }) => status === before).map((user) => ({ user, status: before }));
}

/** What came of taking back: how many were, and what the first refusal said. */
export interface TakenBack {
  readonly done: number;
  readonly failed: number;
  readonly message: string | undefined;
}

/** Sends all of them, a few at a time; a refusal stops no other. */
export async function sendAll(
  changes: readonly StatusChange[],
  send: (change: StatusChange) => Promise<unknown>,
): Promise<TakenBack> {
  let done = 0;
  const messages: string[] = [];
  await runBulk({
    items: changes,
    keyOf: ({ user }) => user.id,
    run: async (change) => void (await send(change)),
    waitingOf,
    messageOf: (error) => problemOf(error).message,
    onResult: (_key, result) => {
      if (result.state === "done") done += 1;
      else messages.push(result.message);
    },
    signal: new AbortController().signal,
  });
  return { done, failed: messages.length, message: messages[0] };
}

const doneWords: Readonly<Record<Made, string>> = { active: "activated", suspended: "suspended" };

const counted = (count: number): string =>
  count === 1 ? "1 user" : `${count.toLocaleString()} users`;

/** "37 users suspended." */
export function doneText(count: number, made: Made): string {
  return `${counted(count)} ${doneWords[made]}.`;
}

/** "35 of 37 users activated. 2 refused: …" */
export function takenBackText({ done, failed, message = "" }: TakenBack, made: Made): string {
  if (failed === 0) return doneText(done, made);
  const all = counted(done + failed);
  return `${done.toLocaleString()} of ${all} ${doneWords[made]}. ${failed.toLocaleString()} refused: ${message}`;
}
