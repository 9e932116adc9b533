import { type Endpoint, pathObjectNames } from "./endpoint.ts";
import { type ErrorCode, errorCodes } from "./errors.ts";

/** What a request without a permission is answered with, by the status that the endpoint states. */
const refusalCodes: Readonly<Record<400 | 401 | 403 | 404, ErrorCode>> = {
  400: "refused",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
};

/** Paths that CSRF is not checked on although they change something (spec users §2.5). */
const csrfExempt: readonly string[] = ["/api/v2/csp/reports", "/api/v2/users/first"];

/**
 * Every error code an endpoint can answer with, in the order of the table of codes: its own, those of its
 * permissions, and those that follow from what it reads (spec users §1.6, §2.3–2.6).
 *
 * Left out is what happens below the API: 408, 431 and 503 while the server starts or stops.
 */
export function errorCodesOf(endpoint: Endpoint): ErrorCode[] {
  const possible = new Set<ErrorCode>([
    ...inputErrors(endpoint),
    ...callerErrors(endpoint),
    ...(endpoint.errors ?? []),
    "rate_limited",
    "bypass_forbidden",
    "internal",
  ]);
  return codes.filter((code) => possible.has(code));
}

/** The codes of an endpoint by HTTP status, statuses ascending. */
export function errorsByStatus(endpoint: Endpoint): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of errorCodesOf(endpoint)) {
    const status = errorCodes[code][0];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return new Map([...groups].sort(([left], [right]) => left - right));
}

const codes = Object.keys(errorCodes).filter(isErrorCode);

function isErrorCode(name: string): name is ErrorCode {
  return Object.hasOwn(errorCodes, name);
}

function inputErrors(endpoint: Endpoint): ErrorCode[] {
  const hasPathObject = pathObjectNames.some((name) => endpoint.path.includes(`{${name}}`));
  return [
    ...(endpoint.query === undefined ? [] : (["invalid_query"] as const)),
    ...(endpoint.body === undefined
      ? []
      : (["malformed_body", "validation_failed", "malformed_request", "body_too_large"] as const)),
    ...(hasPathObject ? (["not_found"] as const) : []),
  ];
}

function callerErrors(endpoint: Endpoint): ErrorCode[] {
  const refusals = endpoint.permissions.flatMap(({ refusal }) =>
    refusal === "filtered" ? [] : [refusalCodes[refusal]],
  );
  const changes = endpoint.method !== "GET" && !csrfExempt.includes(endpoint.path);
  return [
    ...(endpoint.auth === "required" ? (["unauthenticated", "account_inactive"] as const) : []),
    ...(changes ? (["csrf_failed", "csrf_token_mismatch"] as const) : []),
    ...refusals,
  ];
}
