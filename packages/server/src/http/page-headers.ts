import { isIP } from "node:net";
import { isAtOrBelow, requestPath } from "./request-parts.ts";

/** A directive the operator added, from `additional-csp-policy`. */
export type CspAddition = { readonly directive: string; readonly values: readonly string[] };

/** An entry that was left out, for one log line each. */
export type CspNotice = { readonly entry: string; readonly reason: string };

/** What a page's policy depends on. */
export type CspInput = {
  /** The page's path as received. */
  readonly path: string;
  /** The `Host` header; attacker-controlled. */
  readonly host: string | undefined;
  /** `host[:port]` of the primary and of every healthy workspace proxy. */
  readonly proxyHosts: readonly string[];
  /** Hosts of workspace apps, `*.` allowed in front. */
  readonly appHosts: readonly string[];
  readonly additions: readonly CspAddition[];
};

const self = "'self'";

/** The directives of every page before additions (spec deployment §2.5). */
export const baseCsp: Readonly<Record<string, readonly string[]>> = {
  "default-src": [self],
  "connect-src": [self],
  "child-src": [self],
  "script-src": [self],
  "object-src": [self],
  "frame-src": [self],
  "form-action": [self],
  "media-src": [self],
  "style-src": [self, "'unsafe-inline'"],
  "font-src": [self, "data:"],
  "worker-src": [self, "blob:"],
  "manifest-src": [self, "blob:"],
  "img-src": [self, "https:", "data:", "blob:"],
  "frame-ancestors": [self],
  "report-uri": ["/api/v2/csp/reports"],
};

const otherDirectives: readonly string[] = [
  "base-uri",
  "fenced-frame-src",
  "navigate-to",
  "prefetch-src",
  "report-to",
  "require-trusted-types-for",
  "script-src-attr",
  "script-src-elem",
  "style-src-attr",
  "style-src-elem",
  "trusted-types",
];

/** Directives that mean something without a value. */
const valuelessDirectives: readonly string[] = [
  "block-all-mixed-content",
  "sandbox",
  "upgrade-insecure-requests",
];

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const namePattern = new RegExp(`^${label}(?:\\.${label})*\\.?$`);

/**
 * Reads `host[:port]` in lower case; null for anything else.
 *
 * Accepts DNS names up to 253 characters, IPv4 and bracketed IPv6, ports 1 to 65535.
 * Security: the only way for a `Host` header into another header (spec deployment §2.5).
 */
export function hostAndPort(value: string | undefined): string | null {
  if (value === undefined || value.length > 262) return null;
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?$/.exec(value.toLowerCase());
  const [whole, host, port] = match ?? [];
  if (whole === undefined || host === undefined) return null;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null;
  return isHost(host) ? whole : null;
}

function isHost(host: string): boolean {
  if (host.startsWith("[")) return isIP(host.slice(1, -1)) === 6;
  if (/^[0-9.]+$/.test(host)) return isIP(host) === 4;
  return host.length <= 253 && namePattern.test(host);
}

/**
 * Reads the operator's additions, `"<directive> <value> <value>…"` each.
 *
 * Entries that are no known directive, lack a value or would break out of their place are left
 * out and reported; the policy never fails because of them (spec deployment §2.5).
 */
export function parseCspAdditions(entries: readonly string[]): {
  readonly additions: readonly CspAddition[];
  readonly notices: readonly CspNotice[];
} {
  const additions: CspAddition[] = [];
  const notices: CspNotice[] = [];
  for (const entry of entries) {
    const [name = "", ...values] = entry.trim().split(/[ \t]+/);
    const directive = name.toLowerCase();
    const reason = additionProblem(directive, values);
    if (reason === null) additions.push({ directive, values });
    else notices.push({ entry, reason });
  }
  return { additions, notices };
}

function additionProblem(directive: string, values: readonly string[]): string | null {
  const valueless = valuelessDirectives.includes(directive);
  if (!valueless && !Object.hasOwn(baseCsp, directive) && !otherDirectives.includes(directive)) {
    return "not a directive of Content-Security-Policy";
  }
  if (values.length === 0 && !valueless) return "the directive has no value";
  // Printable ASCII without the separators of directives and policies.
  const clean = values.every((value) => /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/.test(value));
  return clean ? null : "a value holds a character that a policy cannot carry";
}

/**
 * The `Content-Security-Policy` of a page (spec deployment §2.5); never for JSON answers.
 *
 * Hosts that are not `host[:port]` are left out. The embed pages `/agents/{id}/embed[/*]` carry
 * only the `frame-ancestors` that the operator configured.
 */
export function contentSecurityPolicy(input: CspInput): string {
  const policy = new Map(Object.entries(baseCsp));
  if (isEmbedPage(input.path)) policy.delete("frame-ancestors");
  append(policy, "connect-src", connectSources(input));
  append(policy, "frame-src", input.appHosts.flatMap(appSource));
  for (const { directive, values } of input.additions) append(policy, directive, values);
  return [...policy].map(([directive, values]) => [directive, ...values].join(" ")).join("; ");
}

function append(
  policy: Map<string, readonly string[]>,
  directive: string,
  values: readonly string[],
): void {
  policy.set(directive, [...new Set([...(policy.get(directive) ?? []), ...values])]);
}

function connectSources(input: CspInput): string[] {
  const own = hostAndPort(input.host);
  const sockets = own === null ? [] : [`ws://${own}`, `wss://${own}`];
  const proxies = input.proxyHosts.flatMap((value) => {
    const host = hostAndPort(value);
    if (host === null) return [];
    return ["http", "https", "ws", "wss"].map((scheme) => `${scheme}://${host}`);
  });
  return [...sockets, ...proxies];
}

function appSource(value: string): string[] {
  const wildcard = value.startsWith("*.") ? "*." : "";
  const host = hostAndPort(value.slice(wildcard.length));
  return host === null ? [] : [wildcard + host];
}

function isEmbedPage(target: string): boolean {
  const { raw } = requestPath(target);
  const [, agents, id = "", ...rest] = raw.split("/");
  return agents === "agents" && id !== "" && isAtOrBelow(rest.join("/"), "embed");
}

const hstsOptions = ["includeSubDomains", "preload"] as const;

/**
 * The `Strict-Transport-Security` value for pages and static files, or null when it is off.
 *
 * @throws Error naming the option: an unknown option, or an age that is no whole number of seconds.
 */
export function hstsValue(settings: {
  /** 0 switches the header off. */
  readonly maxAgeSeconds: number;
  readonly options: readonly string[];
}): string | null {
  const { maxAgeSeconds, options } = settings;
  if (!Number.isSafeInteger(maxAgeSeconds) || maxAgeSeconds < 0) {
    throw new Error("strict-transport-security: not a whole number of seconds");
  }
  const known = options.map((option) => {
    const match = hstsOptions.find((name) => name.toLowerCase() === option.toLowerCase());
    if (match !== undefined) return match;
    throw new Error(`strict-transport-security-options: "${option}" is not an option`);
  });
  if (maxAgeSeconds === 0) return null;
  return [`max-age=${maxAgeSeconds}`, ...new Set(known)].join("; ");
}
