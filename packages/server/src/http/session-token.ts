import {
  type CookieRecord,
  type CookieSettings,
  cookieDeletion,
  prefixedSessionCookieName,
  sessionCookieName,
} from "./cookies.ts";
import { firstValue, type HeaderRecord, type QueryRecord } from "./request-parts.ts";

/** Where a token was found; the order here is the order of search (spec users §2.1). */
export const tokenSources = ["cookie", "query", "header", "bearer", "access-token"] as const;

/** One of the five places a token may be in. */
export type TokenSource = (typeof tokenSources)[number];

/** A token as it arrived: not yet checked for format, let alone validity. Never log it. */
export type ReceivedToken = { readonly token: string; readonly source: TokenSource };

/** The parts of a request that may carry a token. */
export type TokenCarriers = {
  /** After {@link normalizeSessionCookie}. */
  readonly cookies: CookieRecord;
  readonly headers: HeaderRecord;
  readonly query: QueryRecord;
};

/**
 * Finds the token of a request, or null; the first non-empty place is final (spec users §2.1).
 *
 * Security: an invalid cookie must not be rescued by a valid header, the CSRF rules rely on it.
 */
export function readSessionToken(request: TokenCarriers): ReceivedToken | null {
  for (const source of tokenSources) {
    const token = readers[source](request);
    if (token !== "") return { token, source };
  }
  return null;
}

const readers: Readonly<Record<TokenSource, (request: TokenCarriers) => string>> = {
  cookie: ({ cookies }) => cookies[sessionCookieName] ?? "",
  query: ({ query }) => firstValue(query[sessionCookieName]),
  header: ({ headers }) => firstValue(headers["coder-session-token"]),
  bearer: ({ headers }) => bearerToken(headers),
  "access-token": ({ query }) => firstValue(query["access_token"]).trim(),
};

/** The token of an `Authorization: Bearer` header, trimmed; empty if there is none. */
export function bearerToken(headers: HeaderRecord): string {
  const value = firstValue(headers["authorization"]);
  return /^bearer\s/i.test(value) ? value.slice("bearer".length).trim() : "";
}

/** The cookies to go on with, and what to tell the browser. */
export type NormalizedCookies = {
  readonly cookies: CookieRecord;
  /** `Set-Cookie` value that deletes a session cookie that may not be used; null if none came. */
  readonly deletion: string | null;
};

/**
 * Applies the host-prefix mode to the request's cookies (spec users §2.4).
 *
 * On: the prefixed session cookie is read as the plain one; a plain one is dropped and deleted on
 * the client, also beside a prefixed one. Off: a prefixed one means nothing.
 * Security: only the prefixed name cannot be set from a sibling domain.
 */
export function normalizeSessionCookie(
  cookies: CookieRecord,
  settings: CookieSettings,
): NormalizedCookies {
  if (!settings.hostPrefix) return { cookies, deletion: null };
  const plain = cookies[sessionCookieName];
  const prefixed = cookies[prefixedSessionCookieName];
  if (plain === undefined && prefixed === undefined) return { cookies, deletion: null };
  const normalized: Record<string, string | undefined> = Object.assign(
    Object.create(null),
    cookies,
  );
  delete normalized[prefixedSessionCookieName];
  delete normalized[sessionCookieName];
  if (prefixed !== undefined) normalized[sessionCookieName] = prefixed;
  const deletion = plain === undefined ? null : cookieDeletion(sessionCookieName, settings);
  return { cookies: normalized, deletion };
}
