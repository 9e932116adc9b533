import type { Endpoint } from "@gatehouse/contract";
import type { BrowserInput } from "../context/request-context.ts";
import { mediaRanges } from "../platform/accept.ts";
import { type CookieSettings, cookieName, hasTwoValues } from "./cookies.ts";
import { firstValue } from "./request-parts.ts";
import type { RequestView } from "./request-view.ts";

/**
 * What the handler of an endpoint for browsers may know: the cookies that the endpoint names, and the host.
 *
 * Security: a cookie that comes with two values is left out. A sibling domain can add one of its own choice but
 * cannot remove ours. In host-prefix mode only the prefixed names count, which it cannot set at all.
 */
export function browserInput(
  { cookies: names }: NonNullable<Endpoint["browser"]>,
  view: RequestView,
  settings: CookieSettings,
): BrowserInput {
  const header = firstValue(view.headers["cookie"]);
  const cookies: Record<string, string | undefined> = {};
  for (const name of names) {
    const stored = cookieName(name, settings);
    if (!hasTwoValues(header, stored)) cookies[name] = view.cookies[stored];
  }
  return { cookies, host: firstValue(view.headers["host"]).toLowerCase() };
}

/** Whether the request is the navigation of a person: HTML is preferred to JSON (RFC 9110 §12.5.1). */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  return qualityOf(accept, "text/html") > qualityOf(accept, "application/json");
}

/** Whether JSON is asked for by name: the call of a script, not a navigation. */
export function asksForJson(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes("application/json") ?? false;
}

function qualityOf(accept: string, type: string): number {
  const group = `${type.split("/", 1)[0]}/*`;
  const ranges = new Map(mediaRanges(accept));
  return ranges.get(type) ?? ranges.get(group) ?? ranges.get("*/*") ?? 0;
}
