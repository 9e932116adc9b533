import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { OidcProviderSettings } from "./oidc-provider-process.ts";

/** A certified OpenID Connect provider in a process of its own. */
export interface TestOidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Makes or replaces an account; its `sub` is also what one signs in with. */
  addAccount(claims: { sub: string } & Readonly<Record<string, unknown>>): Promise<void>;
  /** Walks from an authorization URL through the provider's login to its answer, and gives that URL. */
  authorize(url: string, login: string): Promise<string>;
  stop(): Promise<void>;
}

/** The callback of a server whose access URL tests do not choose. */
export const testCallback = "http://gatehouse.test/api/v2/users/oidc/callback";

// The process runs without a TypeScript loader, from the build that every test run makes first.
const program = fileURLToPath(new URL("../dist/oidc-provider-process.js", import.meta.url));
const readyWithinMs = 30_000;

/** Starts the provider. */
export async function startOidcProvider(
  wishes: Partial<OidcProviderSettings> = {},
): Promise<TestOidcProvider> {
  const settings: OidcProviderSettings = {
    clientId: "gatehouse",
    clientSecret: "a client secret with = & % and spaces",
    redirectUris: [testCallback],
    ...wishes,
  };
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] ?? "" },
  });
  let failure = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    failure += text;
  });
  const closed = once(child, "close");
  const issuer = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data").then(([line]) => String(line).trim()),
    closed.then(() => ""),
    new Promise<string>((resolve) => setTimeout(resolve, readyWithinMs, "").unref()),
  ]);
  if (issuer === "") {
    child.kill("SIGKILL");
    throw new Error(`the provider did not start: ${failure}`);
  }
  return {
    issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    async addAccount(claims) {
      const body = JSON.stringify(claims);
      const response = await fetch(`${issuer}/test/accounts`, { method: "POST", body });
      if (response.status !== 204) throw new Error(`account: ${response.status} ${failure}`);
    },
    authorize: (url, login) => authorize(issuer, url, login),
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

const maxSteps = 10;

async function authorize(issuer: string, url: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = url;
  for (let step = 0; step < maxSteps; step += 1) {
    if (!next.startsWith(issuer)) return next;
    const isLogin = new URL(next).pathname.startsWith("/interaction/");
    const response = await fetch(next, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(isLogin ? { method: "POST", body: new URLSearchParams({ login }) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) keep(jar, cookie);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    next = new URL(location, next).href;
  }
  throw new Error("the provider redirects in circles");
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = ""] = cookie.split(";");
  const at = pair.indexOf("=");
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  if (value === "") jar.delete(name);
  else jar.set(name, value);
}
