import { fastifyCookie } from "@fastify/cookie";
import type { CookieEffect } from "../context/request-context.ts";

/** Request cookies by name. */
export type CookieRecord = Readonly<Record<string, string | undefined>>;

/** How the cookies of this deployment are written (spec users §2.4). */
export type CookieSettings = {
  readonly secure: boolean;
  readonly sameSite: "lax" | "none";
  /** Sends and accepts the session cookie under its `__Host-` name only. */
  readonly hostPrefix: boolean;
};

/** Name of the session cookie, also of the query parameter that stands in for it. */
export const sessionCookieName = "coder_session_token";

/** Name of the session cookie in host-prefix mode. */
export const prefixedSessionCookieName = `__Host-${sessionCookieName}`;

/** Name of the cookie that holds the CSRF token (spec users §2.5). */
export const csrfCookieName = "csrf_token";

const sessionMaxAgeSeconds = 31_536_000;
const maxHeaderBytes = 16_384;

/**
 * Stops the start when browsers would discard the cookies these settings make.
 *
 * @throws Error naming the option: host prefix without Secure.
 */
export function checkCookieSettings(settings: CookieSettings): void {
  if (settings.hostPrefix && !settings.secure) {
    throw new Error("host-prefix-cookie needs secure-auth-cookie: browsers discard it otherwise");
  }
}

/**
 * Reads a `Cookie` header; of a repeated name the first wins, and a header beyond 16 KiB is none.
 *
 * Security: a CSRF cookie that occurs with two values is left out. A page on a sibling domain can
 * add one of its own choice but cannot remove ours, so two values mean that somebody did.
 */
export function parseCookies(header: string | undefined): CookieRecord {
  const cookies: Record<string, string | undefined> = Object.create(null);
  if (header === undefined || header.length > maxHeaderBytes) return cookies;
  Object.assign(cookies, fastifyCookie.parse(header));
  if (hasTwoValues(header, csrfCookieName)) delete cookies[csrfCookieName];
  return cookies;
}

/** Whether a `Cookie` header holds a name with two different values. */
export function hasTwoValues(header: string, name: string): boolean {
  if (header.indexOf(name) === header.lastIndexOf(name)) return false;
  const values = header.split(";").flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return key.trim() === name ? [value.join("=").trim()] : [];
  });
  return new Set(values).size > 1;
}

/** The `Set-Cookie` value that hands a session to the browser (spec users §2.4). */
export function sessionCookie(token: string, settings: CookieSettings): string {
  return fastifyCookie.serialize(sessionName(settings), token, {
    ...attributes(settings),
    maxAge: sessionMaxAgeSeconds,
  });
}

/** The `Set-Cookie` value that deletes the session cookie of the current mode. */
export function sessionCookieDeletion(settings: CookieSettings): string {
  return cookieDeletion(sessionName(settings), settings);
}

/** The `Set-Cookie` value that stores a CSRF token until the browser is closed (§2.5). */
export function csrfCookie(token: string, settings: CookieSettings): string {
  return fastifyCookie.serialize(csrfCookieName, token, {
    ...attributes(settings),
    // Base64 is legal in a cookie as it stands.
    encode: (value) => value,
  });
}

/** The `Set-Cookie` value that deletes a host-only cookie with Path `/`. */
export function cookieDeletion(name: string, settings: CookieSettings): string {
  return fastifyCookie.serialize(name, "", {
    ...attributes(settings),
    maxAge: 0,
    expires: new Date(0),
  });
}

/** The name under which a cookie is stored: with `__Host-` in host-prefix mode. */
export function cookieName(name: string, { hostPrefix }: CookieSettings): string {
  return hostPrefix ? `__Host-${name}` : name;
}

/** The `Set-Cookie` value of a cookie that a handler sets or deletes; kept until the browser closes by default. */
export function handlerCookie(cookie: CookieEffect, settings: CookieSettings): string {
  const name = cookieName(cookie.name, settings);
  if (cookie.value === null) return cookieDeletion(name, settings);
  const { maxAgeSeconds } = cookie;
  return fastifyCookie.serialize(name, cookie.value, {
    ...attributes(settings),
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
    ...(cookie.sameSite === undefined ? {} : { sameSite: cookie.sameSite }),
  });
}

function sessionName(settings: CookieSettings): string {
  return cookieName(sessionCookieName, settings);
}

function attributes(settings: CookieSettings) {
  return {
    path: "/",
    httpOnly: true,
    secure: settings.secure,
    sameSite: settings.sameSite,
  };
}

/** Cookies that must never reach a workspace (spec users §2.4); the `__Host-` forms go as well. */
export const privateCookieNames: readonly string[] = [
  sessionCookieName,
  csrfCookieName,
  "oauth_state",
  "oauth_redirect",
  "oauth_pkce_verifier",
  "oauth_redirect_uri",
  "coder_oauth_convert_jwt",
  "coder_path_app_session_token",
  "coder_signed_app_token",
];

/** Beginning of further cookie names that must never reach a workspace (spec users §2.4). */
export const privateCookiePrefixes: readonly string[] = ["coder_subdomain_app_session_token"];

/** Whether a cookie must be removed before a request is passed on to a workspace. */
export function isPrivateCookie(name: string): boolean {
  const plain = name.replace(/^__(?:host|secure)-/i, "");
  return (
    privateCookieNames.includes(plain) ||
    privateCookiePrefixes.some((prefix) => plain.startsWith(prefix))
  );
}

/**
 * The `Cookie` header for a workspace: ours taken out, the rest byte for byte; null if none is left.
 *
 * Nameless pairs go too, since receivers disagree on what their name is.
 */
export function withoutPrivateCookies(header: string): string | null {
  const kept = header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => {
      const name = pair.split("=", 1)[0]?.trim() ?? "";
      return name !== "" && !isPrivateCookie(name);
    });
  return kept.length === 0 ? null : kept.join("; ");
}
