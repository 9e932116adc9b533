import type { FastifyReply } from "fastify";
import { pooledRandomBytes } from "../platform/random.ts";
import type { HttpDeps } from "./admission.ts";
import { type CookieSettings, csrfCookie, csrfCookieName } from "./cookies.ts";
import { freshCsrfCookie } from "./csrf.ts";
import type { RequestView } from "./request-view.ts";

/**
 * Cookies that any response may carry: the CSRF token where the request brought no valid one
 * (spec users §2.5), and the deletion of a session cookie that host-prefix mode refuses (§2.4).
 * Returns the CSRF token of this browser, for pages.
 */
export function issueBrowserCookies(
  http: HttpDeps,
  view: RequestView,
  reply: FastifyReply,
): string {
  if (view.cookieDeletion !== null) reply.header("set-cookie", view.cookieDeletion);
  const { token, fresh } = freshCsrfCookie(view.cookies, pooledRandomBytes);
  if (fresh) {
    const rest = attributesOf(http.settings.cookies);
    reply.header("set-cookie", `${csrfCookieName}=${token}${rest}`);
  }
  return token;
}

const attributes = new WeakMap<CookieSettings, string>();

/** What follows the token; programs get this cookie with every answer, so it is written once. */
function attributesOf(settings: CookieSettings): string {
  let text = attributes.get(settings);
  if (text === undefined) {
    text = csrfCookie("", settings).slice(`${csrfCookieName}=`.length);
    attributes.set(settings, text);
  }
  return text;
}
