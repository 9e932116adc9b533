import type { FastifyRequest } from "fastify";
import { type CookieRecord, type CookieSettings, parseCookies } from "./cookies.ts";
import type { HeaderRecord, QueryRecord } from "./request-parts.ts";
import { normalizeSessionCookie } from "./session-token.ts";

/** The parts of a request that credentials, CSRF and limits are read from; parsed once. */
export interface RequestView {
  readonly method: string;
  /** Request target as received. */
  readonly path: string;
  readonly headers: HeaderRecord;
  readonly cookies: CookieRecord;
  readonly query: QueryRecord;
  /** `Set-Cookie` that deletes a session cookie that may not be used in host-prefix mode. */
  readonly cookieDeletion: string | null;
}

const noCookies: CookieRecord = Object.freeze(Object.create(null));
const noQuery: QueryRecord = Object.freeze(Object.create(null));

/** Reads the view; cheap where there is neither a cookie nor a query. */
export function viewRequest(request: FastifyRequest, settings: CookieSettings): RequestView {
  const { headers } = request.raw;
  const target = request.raw.url ?? "/";
  const parsed = headers.cookie === undefined ? noCookies : parseCookies(headers.cookie);
  const { cookies, deletion } = normalizeSessionCookie(parsed, settings);
  return {
    method: request.method,
    path: target,
    headers,
    cookies,
    query: parseQuery(rawQuery(target)),
    cookieDeletion: deletion,
  };
}

/** The query of a request target, without `?`. */
export function rawQuery(target: string): string {
  const mark = target.indexOf("?");
  return mark < 0 ? "" : target.slice(mark + 1);
}

/** The parameters of a query without `?`; a repeated name is a list. */
export function parseQuery(query: string): QueryRecord {
  if (query === "") return noQuery;
  const record: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    const held = record[name];
    if (held === undefined) record[name] = value;
    else if (typeof held === "string") record[name] = [held, value];
    else held.push(value);
  }
  return record;
}
