import type { Answer } from "../support/http.ts";
import type { Case } from "./case.ts";

/** Something that must be in no answer, and who may see it all the same. */
export interface Canary {
  readonly what: string;
  readonly text: string;
  /** Actors whose answers may hold it. */
  readonly allowed: readonly string[];
  /** The log may hold it: it names somebody, and is no secret. */
  readonly isLogged?: true;
  /** Cases know it and send it: where one of them stored it as a text of his own, others rightly read it. */
  readonly isSent?: true;
}

/** No answer may take longer on a busy machine. */
export const longestAnswerMs = 10_000;

/** 99 of 100 answers come within this time, with eight callers at once. */
export const usualAnswerMs = 5000;

/** Operations whose 5xx is their message: the health of parts, a service that is not configured. */
const honestFailures = new Map([
  ["GET /readyz", [503]],
  ["GET /api/v2/updatecheck", [500, 503]],
]);

/** What is wrong with an answer, one sentence each. */
export function faultsOf(one: Case, answer: Answer, canaries: readonly Canary[]): string[] {
  const text = answer.body.toString("utf8");
  const faults: string[] = [];
  const { method, path } = one.operation;
  if (answer.status >= 500 && !honestFailures.get(`${method} ${path}`)?.includes(answer.status)) {
    faults.push(`status ${answer.status}: ${text.slice(0, 300)}`);
  }
  if (answer.tookMs > longestAnswerMs) faults.push(`took ${Math.round(answer.tookMs)} ms`);
  if (isEnvelopeDue(one, answer)) faults.push(...envelopeFaults(answer, text));
  for (const { what, text: secret, allowed } of canaries) {
    const isEchoed =
      one.sent.path.includes(encodeURIComponent(secret)) || one.sent.body?.includes(secret);
    if (!allowed.includes(one.actor) && isEchoed !== true && text.includes(secret)) {
      const at = text.indexOf(secret);
      faults.push(`tells ${what}: ${text.slice(Math.max(0, at - 150), at + 80)}`);
    }
  }
  for (const leak of [
    /\bat \/\S+\.[jt]s:\d+/,
    /node_modules\//,
    /\bselect .* from \w+ /i,
    /relation "\w+"/,
  ]) {
    if (answer.status >= 400 && leak.test(text))
      faults.push(`an error tells of the inside: ${text.slice(0, 200)}`);
  }
  return faults;
}

/** Errors of the JSON API, as far as HTTP itself did not refuse the bytes. */
function isEnvelopeDue(one: Case, answer: Answer): boolean {
  if (!one.operation.path.startsWith("/api/") || answer.status < 400) return false;
  // A browser on its way back from a provider gets a page.
  const isBrowser = one.sent.headers["accept"] === "text/html";
  if (isBrowser && one.operation.path.endsWith("/callback")) return false;
  // The wrong method is answered by the router, without a body.
  return answer.status !== 405;
}

function envelopeFaults(answer: Answer, text: string): string[] {
  if (!/^application\/json/.test(String(answer.headers["content-type"] ?? ""))) {
    return [`status ${answer.status} without a JSON body: ${text.slice(0, 120)}`];
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return ["the error is no object"];
    const { message, validations = [] } = body as { message?: unknown; validations?: unknown };
    if (typeof message !== "string" || message === "") return ["the error has no message"];
    if (!Array.isArray(validations)) return ["validations is no list"];
    const isRight = validations.every(
      (entry: { field?: unknown; detail?: unknown }) =>
        typeof entry.field === "string" && typeof entry.detail === "string",
    );
    return isRight ? [] : ["a validation lacks its field or detail"];
  } catch {
    return ["the error is no JSON"];
  }
}

/** The request as a person would repeat it. */
export function described({ actor, sent }: Case): string {
  const body =
    sent.body === null
      ? ""
      : `\n    body: ${JSON.stringify(sent.body.toString("latin1")).slice(0, 600)}`;
  const headers = Object.entries(sent.headers).map(
    ([name, value]) => `${name}: ${value.slice(0, 80)}`,
  );
  return `${actor}: ${sent.method} ${sent.path.slice(0, 400)} ${headers.join(", ")}${body}`;
}
