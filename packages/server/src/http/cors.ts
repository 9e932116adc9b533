import { isAtOrBelow, requestPath } from "./request-parts.ts";

/** What a page of another origin may do on some paths. Credentials are never allowed. */
export type CorsRule = {
  readonly origins: "any" | "none";
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly maxAgeSeconds?: number;
  /** Further headers of every response. */
  readonly extra?: Readonly<Record<string, string>>;
};

/** A request as far as CORS is concerned. */
export type CorsRequest = {
  /** Request target as received. */
  readonly path: string;
  readonly method: string;
  readonly origin: string | undefined;
  /** `Access-Control-Request-Method`, present on preflights only. */
  readonly requestedMethod?: string | undefined;
};

/** Headers to add; a preflight is answered at once with 204 and nothing else. */
export type CorsDecision = {
  readonly preflight: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

/** The default rule; `origins` becomes `any` under `dangerous-allow-cors-requests`. */
export const defaultCorsRule: CorsRule = {
  origins: "none",
  methods: ["OPTIONS", "GET"],
  headers: ["Accept", "Content-Type", "X-LATENCY-CHECK", "X-CSRF-TOKEN"],
};

const oauthCorsRule: CorsRule = {
  origins: "any",
  methods: ["GET", "POST", "PUT", "DELETE", "OPTIONS"],
  headers: [
    "Content-Type",
    "Accept",
    "Authorization",
    "x-api-key",
    "Mcp-Session-Id",
    "MCP-Protocol-Version",
    "Last-Event-ID",
  ],
  maxAgeSeconds: 86_400,
  extra: { "Access-Control-Expose-Headers": "WWW-Authenticate" },
};

const latencyCorsRule: CorsRule = {
  origins: "any",
  methods: ["*"],
  headers: ["*"],
  extra: { "Access-Control-Allow-Credentials": "false", "Timing-Allow-Origin": "*" },
};

/**
 * The rule for a path (spec deployment §2.4; PUT, the exposed header and the exception of the
 * consent page: spec oauth2-provider §1). A path that cannot be decoded gets the default.
 */
export function corsRule(path: string): CorsRule {
  const { decoded } = requestPath(path);
  if (decoded === null) return defaultCorsRule;
  if (decoded === "/latency-check") return latencyCorsRule;
  if (isAtOrBelow(decoded, "/oauth2/authorize")) return defaultCorsRule;
  const open =
    decoded.startsWith("/oauth2/") ||
    decoded.startsWith("/api/experimental/mcp/") ||
    decoded.startsWith("/.well-known/oauth-");
  return open ? oauthCorsRule : defaultCorsRule;
}

/**
 * Decides the CORS headers of a response.
 *
 * Open paths answer every request alike, with or without `Origin`, so that shared caches cannot
 * mix the answers up. A preflight for a method outside the rule gets no allowance.
 */
export function corsDecision(
  request: CorsRequest,
  settings: { readonly dangerousAllowAll: boolean },
): CorsDecision {
  const rule = corsRule(request.path);
  if (rule.origins === "none" && !settings.dangerousAllowAll)
    return { preflight: false, headers: {} };
  const preflight =
    request.method === "OPTIONS" &&
    request.origin !== undefined &&
    request.requestedMethod !== undefined;
  const method = preflight ? (request.requestedMethod ?? "") : request.method;
  if (!allowsMethod(rule, method)) return { preflight, headers: {} };
  const headers = { "Access-Control-Allow-Origin": "*", ...rule.extra };
  return { preflight, headers: preflight ? { ...headers, ...preflightHeaders(rule) } : headers };
}

function allowsMethod(rule: CorsRule, method: string): boolean {
  return rule.methods.includes("*") || rule.methods.includes(method);
}

function preflightHeaders(rule: CorsRule): Record<string, string> {
  return {
    "Access-Control-Allow-Methods": rule.methods.join(", "),
    "Access-Control-Allow-Headers": rule.headers.join(", "),
    ...(rule.maxAgeSeconds === undefined
      ? {}
      : { "Access-Control-Max-Age": String(rule.maxAgeSeconds) }),
  };
}
