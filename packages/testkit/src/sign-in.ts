import type { TestApp } from "./app.ts";
import { type BrowserJar, browserJar } from "./browser-jar.ts";
import type { Answer } from "./client.ts";
import { uniqueName } from "./factories.ts";
import type { GithubDouble } from "./github-double.ts";
import { type HostileBehaviour, type HostileIdp, honest } from "./hostile-idp.ts";

/** Callbacks of the providers, below `/api/v2`. */
export const callbacks = {
  oidc: "/users/oidc/callback",
  github: "/users/oauth2/github/callback",
} as const;

/** A sign-in as the browser saw it. */
export interface TestSignIn {
  readonly browser: BrowserJar;
  readonly answer: Answer;
}

/** How a sign-in differs from the plainest one. */
export interface SignInWishes {
  /** Query of the start, with `?`. */
  readonly query?: string;
  readonly browser?: BrowserJar;
  /** `Accept` of the browser; none by default, as programs send. */
  readonly accept?: string;
}

/** Walks through a sign-in: start, provider, callback. Throws when it does not start. */
export async function signInWith(
  app: TestApp,
  provider: HostileIdp | GithubDouble,
  wishes: SignInWishes = {},
): Promise<TestSignIn> {
  const { browser = browserJar(app.anonymous), query = "" } = wishes;
  const path = "issuer" in provider ? callbacks.oidc : callbacks.github;
  const start = await browser.get(`${path}${query}`);
  if (start.status !== 307) throw new Error(`start: ${start.status} ${start.text}`);
  const search = provider.authorize(String(start.headers["location"]));
  const headers = wishes.accept === undefined ? {} : { accept: wishes.accept };
  return { browser, answer: await browser.get(`${path}${search}`, { headers }) };
}

/** Claims of somebody new whose address is verified. */
export function newClaims(
  change: Record<string, unknown> = {},
): Record<string, unknown> & { email: string } {
  const name = uniqueName("sub");
  return {
    sub: name,
    email: `${name}@example.com`,
    email_verified: true,
    preferred_username: name,
    name: "Some Body",
    ...change,
  };
}

/** Lets a provider be honest about somebody new, and gives his claims. */
export function introduce(
  idp: HostileIdp,
  change: Record<string, unknown> = {},
  behaviour: Partial<HostileBehaviour> = {},
): Record<string, unknown> & { email: string } {
  const claims = newClaims(change);
  idp.behaviour = { ...honest(claims), ...behaviour };
  return claims;
}

/** Settings of a server that signs in with this provider. */
export function oidcSettings(
  idp: { issuer: string; clientId: string; clientSecret: string },
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    OIDC_ISSUER_URL: idp.issuer,
    OIDC_CLIENT_ID: idp.clientId,
    OIDC_CLIENT_SECRET: idp.clientSecret,
    DANGEROUS_OIDC_ALLOW_HTTP: "true",
    ...more,
  };
}

/** Settings of a server that signs in with this GitHub; everybody may. */
export function githubSettings(
  github: GithubDouble,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    OAUTH2_GITHUB_CLIENT_ID: github.clientId,
    OAUTH2_GITHUB_CLIENT_SECRET: github.clientSecret,
    OAUTH2_GITHUB_ENTERPRISE_BASE_URL: github.baseUrl,
    OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
    OAUTH2_GITHUB_ALLOW_SIGNUPS: "true",
    ...more,
  };
}
