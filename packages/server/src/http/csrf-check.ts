import { ApiError } from "@gatehouse/contract";
import { type CsrfProblem, csrfProblem } from "./csrf.ts";
import type { RequestView } from "./request-view.ts";

const details: Record<Exclude<CsrfProblem, "session-mismatch">, string> = {
  token: "The X-CSRF-TOKEN header is missing or does not belong to the csrf_token cookie.",
  "foreign-site": "The browser says that another site made this request.",
};

/** Ends a state-changing browser request without a valid CSRF token with 400 (spec users §2.5). */
export function checkCsrf(view: RequestView): void {
  const problem = csrfProblem(view);
  if (problem === null) return;
  if (problem === "session-mismatch") throw new ApiError("csrf_token_mismatch");
  throw new ApiError("csrf_failed", { detail: details[problem] });
}
