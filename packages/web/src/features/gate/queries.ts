import { ApiFailure } from "@gatehouse/sdk";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import { api } from "../../lib/api.ts";
import { meQuery } from "../../lib/queries.ts";
import { safeRedirect } from "../../lib/redirect.ts";
import { session } from "../../lib/session.ts";

/** Whether somebody was created already; the server answers 404 while there is nobody. */
export const firstUserQuery = queryOptions({
  queryKey: ["first-user"],
  queryFn: async ({ signal }) => {
    try {
      await api.call("getFirstUser", {}, { signal });
      return true;
    } catch (thrown) {
      if (thrown instanceof ApiFailure && thrown.status === 404) return false;
      throw thrown;
    }
  },
  staleTime: 5_000,
});

/** Sends whoever comes to sign in before there is anybody to the setup. */
export async function requireFirstUser(queries: QueryClient): Promise<void> {
  const exists = await queries.fetchQuery(firstUserQuery);
  if (!exists) throw redirect({ to: "/setup", replace: true });
}

/** Sends whoever comes to the setup too late to sign in. */
export async function requireNoFirstUser(queries: QueryClient): Promise<void> {
  const exists = await queries.fetchQuery(firstUserQuery);
  if (exists) throw redirect({ to: "/login", search: { notice: "set-up" }, replace: true });
}

/** Sends whoever is signed in already on to where they were going. */
export async function goOn(
  queries: QueryClient,
  search: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (typeof search["message"] === "string" || !(await isSignedIn(queries))) return;
  const path = redirectOf(search);
  if (isServed(path)) location.replace(path);
  else throw redirect({ href: path, replace: true });
}

/** Sends whoever comes to a page for people who are in, but without the shell, to sign in and back. */
export async function requireSession(queries: QueryClient, path: string): Promise<void> {
  if (await isSignedIn(queries)) return;
  throw redirect({ to: "/login", search: { redirect: path }, replace: true });
}

async function isSignedIn(queries: QueryClient): Promise<boolean> {
  if (session.state === "absent") return false;
  try {
    await queries.fetchQuery(meQuery);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || thrown.status !== 401) throw thrown;
    session.close();
    return false;
  }
}

/** The path of the `redirect` parameter, made safe. */
export function redirectOf(search: Readonly<Record<string, unknown>>): string {
  const given = search["redirect"];
  return safeRedirect(typeof given === "string" ? given : "");
}

/** Whether the server answers a path itself, so that going there takes a full load. */
export function isServed(path: string): boolean {
  return /^\/(?:api\/|oauth2\/|login\/oauth2\/|docs(?:[/?#]|$))/.test(path);
}

/** Signs in with a password; the cookie comes with the answer. Throws ApiFailure. */
export async function signIn(credentials: {
  readonly email: string;
  readonly password: string;
}): Promise<void> {
  await api.call("login", { body: credentials });
}

/** Where a provider's sign-in starts: a page of the server that leads there and back. */
export function providerAddress(provider: "oidc" | "github", target: string): string {
  const path =
    provider === "oidc" ? "/api/v2/users/oidc/callback" : "/api/v2/users/oauth2/github/callback";
  return target === "/" ? path : `${path}?${new URLSearchParams({ redirect: target })}`;
}
