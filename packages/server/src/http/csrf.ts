import { timingSafeEqual } from "node:crypto";
import { type CookieRecord, csrfCookieName, sessionCookieName } from "./cookies.ts";
import {
  firstValue,
  type HeaderRecord,
  isAtOrBelow,
  type QueryRecord,
  requestPath,
} from "./request-parts.ts";
import { bearerToken } from "./session-token.ts";

/** The parts of a request that the CSRF rules look at. */
export type CsrfRequest = {
  readonly method: string;
  /** Request target as received; see {@link requestPath}. */
  readonly path: string;
  /** After the host-prefix rule has been applied. */
  readonly cookies: CookieRecord;
  readonly headers: HeaderRecord;
  readonly query: QueryRecord;
};

/**
 * Why a request is refused: no valid token, a token header that contradicts the session cookie,
 * or a browser that says another site made it.
 */
export type CsrfProblem = "token" | "session-mismatch" | "foreign-site";

/** Supplies random bytes from a CSPRNG, such as `randomBytes`. */
export type RandomBytes = (size: number) => Uint8Array;

/** Methods that change nothing and need no token. */
export const csrfSafeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE"];

/**
 * Where a token is demanded: paths that start with one of these, some for DELETE only.
 * Spec users §2.5; consent and grant revocation: oauth2-provider §4.5, §6.1, old paths §1.1.
 */
export const csrfProtected = {
  prefixes: ["/api", "/oauth2/authorize", "/login/oauth2/authorize"],
  deletePrefixes: ["/oauth2/tokens", "/login/oauth2/tokens"],
} as const;

/** Paths below the protected prefixes that need no token (spec users §2.5); `*` is one segment. */
export const csrfExempt = {
  exact: ["/api/v2/csp/reports", "/api/v2/users/first"],
  below: [
    "/api/v2/workspaceagents",
    "/api/v2/workspaceproxies/me",
    "/api/v2/derp",
    "/api/v2/scim",
    "/api/v2/organizations/*/provisionerdaemons",
  ],
} as const;

const provisionerHeaders = ["coder-provisioner-daemon-psk", "coder-provisioner-daemon-key"];
const tokenBytes = 32;

/**
 * Whether a request needs a CSRF token (spec users §2.5).
 *
 * Security: unknown methods and paths that cannot be decoded need one; an exemption is matched
 * on the path as sent, without percent-encoding, so a respelling never widens it.
 */
export function csrfRequired(request: CsrfRequest): boolean {
  const session = request.cookies[sessionCookieName] ?? "";
  if (session === "" || csrfSafeMethods.includes(request.method)) return false;
  if (!isProtected(request) || isExempt(request.path)) return false;
  return !provesOrigin(request, session);
}

function isProtected(request: CsrfRequest): boolean {
  const { decoded } = requestPath(request.path);
  if (decoded === null) return true;
  if (csrfProtected.prefixes.some((prefix) => decoded.startsWith(prefix))) return true;
  return (
    request.method === "DELETE" &&
    csrfProtected.deletePrefixes.some((prefix) => decoded.startsWith(prefix))
  );
}

function isExempt(target: string): boolean {
  const { raw } = requestPath(target);
  const segments = raw.split("/");
  // Dot segments are resolved by some proxies in front of us, escapes by the router.
  if (raw.includes("%") || segments.includes("..") || segments.includes(".")) return false;
  if (csrfExempt.exact.some((path) => path === raw)) return true;
  return csrfExempt.below.some((pattern) => {
    const expected = pattern.split("/");
    const depth = expected.length;
    const head = segments.slice(0, depth).map((s, index) => (expected[index] === "*" ? "*" : s));
    return isAtOrBelow(head.join("/"), pattern);
  });
}

/** Only a page of ours, or a program, can repeat the session token or set these headers. */
function provesOrigin(request: CsrfRequest, session: string): boolean {
  return (
    sameText(firstValue(request.headers["coder-session-token"]), session) ||
    sameText(firstValue(request.query[sessionCookieName]), session) ||
    bearerToken(request.headers) !== "" ||
    provisionerHeaders.some((name) => firstValue(request.headers[name]) !== "")
  );
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Checks a request; null means that it may go on. Every problem is a 400 (spec users §2.5).
 *
 * `formToken` is the `csrf_token` field of the consent form, where there is one. Beyond the spec:
 * a browser that reports another site or a sibling domain as origin (`Sec-Fetch-Site`) is refused
 * even with a token, because a sibling domain can plant a CSRF cookie whose value it knows.
 */
export function csrfProblem(request: CsrfRequest, formToken = ""): CsrfProblem | null {
  if (!csrfRequired(request)) return null;
  const site = firstValue(request.headers["sec-fetch-site"]);
  if (site === "cross-site" || site === "same-site") return "foreign-site";
  const header = firstValue(request.headers["x-csrf-token"]);
  const sent = header === "" ? formToken : header;
  if (verifyCsrfToken(sent, request.cookies[csrfCookieName])) return null;
  const sessionHeader = firstValue(request.headers["coder-session-token"]);
  return sessionHeader === "" ? "token" : "session-mismatch";
}

/** A new token in the form of the cookie: base64 of 32 random bytes. */
export function makeCsrfToken(random: RandomBytes): string {
  return Buffer.from(random(tokenBytes)).toString("base64");
}

/**
 * The form of a token for a page: base64 of a one-time pad and the token XOR that pad.
 *
 * A fresh pad per page keeps compression from leaking the token (BREACH).
 * @throws Error if `token` is not a token in the form of the cookie.
 */
export function maskCsrfToken(token: string, random: RandomBytes): string {
  const plain = decodeBase64(token, tokenBytes);
  if (plain === null) throw new Error("only a valid CSRF token can be masked");
  const pad = Buffer.from(random(tokenBytes));
  return Buffer.concat([pad, xor(plain, pad)]).toString("base64");
}

/** The 32 bytes behind a masked or plain token; null for anything else. */
export function unmaskCsrfToken(sent: string): Buffer | null {
  const masked = decodeBase64(sent, 2 * tokenBytes);
  if (masked === null) return decodeBase64(sent, tokenBytes);
  return xor(masked.subarray(tokenBytes), masked.subarray(0, tokenBytes));
}

/** Whether a token sent by a page belongs to the cookie; compared in constant time. */
export function verifyCsrfToken(sent: string, cookie: string | undefined): boolean {
  const expected = decodeBase64(cookie ?? "", tokenBytes);
  const actual = unmaskCsrfToken(sent);
  return expected !== null && actual !== null && timingSafeEqual(expected, actual);
}

/** What a response does about the CSRF cookie. */
export type CsrfCookieDecision = {
  /** Token of this browser from now on; mask it into the page. */
  readonly token: string;
  /** Whether the response must set the cookie, because the request brought no valid one. */
  readonly fresh: boolean;
};

/** Keeps the CSRF token of a request or makes one; applies to exempt pages too (§2.5). */
export function freshCsrfCookie(cookies: CookieRecord, random: RandomBytes): CsrfCookieDecision {
  const held = cookies[csrfCookieName] ?? "";
  if (decodeBase64(held, tokenBytes) !== null) return { token: held, fresh: false };
  return { token: makeCsrfToken(random), fresh: true };
}

function decodeBase64(text: string, size: number): Buffer | null {
  if (text.length !== 4 * Math.ceil(size / 3) || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === size ? bytes : null;
}

function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}
