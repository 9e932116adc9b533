import { ApiFailure, type FieldFailure } from "@gatehouse/sdk";

/** A failed request in words, in the form that FormAlert and ErrorState show. */
export interface Problem {
  readonly message: string;
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  /** Seconds after which it can be tried again. */
  readonly retryAfterSeconds?: number | undefined;
  /** What was to be changed is not there any more: the way back to its list helps. */
  readonly isGone?: boolean | undefined;
  readonly fields: readonly {
    readonly name: string;
    readonly label?: string | undefined;
    readonly detail: string;
  }[];
}

/** Names of a form's fields on the wire and what the form calls them. */
export type FieldLabels = Readonly<Record<string, string>>;

/** Puts a failure into words. `labels` are the fields that the form has; the others are shown by their wire name. */
export function problemOf(error: unknown, labels: FieldLabels = {}): Problem {
  if (!(error instanceof ApiFailure)) {
    return { message: "The console made a mistake. Reload the page and try again.", fields: [] };
  }
  const waits = error.status === 429 && error.retryAfterSeconds !== null;
  return {
    message: sentence(error),
    detail: error.detail === "" || error.status === 413 ? undefined : error.detail,
    retryAfterSeconds: waits ? (error.retryAfterSeconds ?? undefined) : undefined,
    isGone: isGone(error) || undefined,
    requestId: error.requestId === "" ? undefined : error.requestId,
    fields: error.validations.map(({ field, detail }) => ({
      name: field,
      label: labels[field],
      detail,
    })),
  };
}

/** What the server says, and what it means for whoever reads it where the server cannot know. */
function sentence(error: ApiFailure): string {
  const { status, message, detail } = error;
  if (status === 429) return waitingText(error);
  if (status === 413) return detail === "" ? message : `${message} ${detail}`;
  if (isStaleCsrf(error)) return `${message} Reload the page.`;
  if (isGone(error)) return "This no longer exists, or your access changed.";
  if (status === 403 && !/owner|admin/i.test(`${message} ${detail}`)) {
    return `${message} Ask an owner for the right.`;
  }
  return message;
}

/** The server's words for what is missing or not for these eyes; it says other things when it means other things. */
function isGone({ status, message }: ApiFailure): boolean {
  return status === 404 && /^Resource not found/.test(message);
}

/** Whether the page's proof that it is this console was refused. */
export function isStaleCsrf({ status, detail }: ApiFailure): boolean {
  return status === 400 && detail.includes("X-CSRF-TOKEN");
}

function waitingText({ message, retryAfterSeconds }: ApiFailure): string {
  return retryAfterSeconds === null ? message : `${message} Try again in ${retryAfterSeconds} s.`;
}

/** The sentence for a field, by its wire name; undefined when it is fine. */
export function fieldError(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiFailure)) return undefined;
  const own = error.validations.filter((failure: FieldFailure) => failure.field === name);
  return own.length === 0 ? undefined : own.map(({ detail }) => detail).join(" ");
}

/** The status of a failed request; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiFailure ? error.status : undefined;
}

/** What is wrong with a search, by the key of its language that it is about. */
export function queryFault(error: unknown): string {
  const problem = problemOf(error);
  const [first] = problem.fields;
  if (first === undefined) return problem.message;
  const sentence = fieldError(error, first.name) ?? "";
  return first.name === "q" ? sentence : `${first.name}: ${sentence}`;
}

/** When the server takes the next request after "too many"; undefined for other failures. */
export function waitingOf(error: unknown): { readonly retryAfterMs: number } | undefined {
  return error instanceof ApiFailure && error.status === 429
    ? { retryAfterMs: (error.retryAfterSeconds ?? 5) * 1000 }
    : undefined;
}
