import { Writable } from "node:stream";
import { createLog } from "@gatehouse/server";
import { sql } from "kysely";
import { startTestApp, type TestApp } from "./app.ts";
import { type BrowserJar, browserJar } from "./browser-jar.ts";
import { createOwner, type TestUser } from "./factories.ts";
import { type GithubDouble, startGithubDouble } from "./github-double.ts";
import { type HostileIdp, startHostileIdp } from "./hostile-idp.ts";
import { callbacks, githubSettings, oidcSettings } from "./sign-in.ts";

/** A server with an owner between a provider of OpenID Connect and a GitHub that do what a test wants. */
export interface SignInStage {
  readonly idp: HostileIdp;
  readonly github: GithubDouble;
  readonly app: TestApp;
  readonly owner: TestUser;
  /** What `app` logged, from debug on. */
  readonly logged: string[];
  /** A server with OpenID Connect and these settings on the same database; made once. */
  appWith(settings: Readonly<Record<string, string>>): Promise<TestApp>;
  /** Starts a sign-in with OpenID Connect at `app`, and lets the provider answer. */
  started(query?: string): Promise<{ browser: BrowserJar; search: string; location: URL }>;
  /** Usernames of federated users who lack their link, their SSH key or a membership: never any. */
  halfMadeUsers(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Sets the stage. */
export async function startSignInStage(): Promise<SignInStage> {
  const idp = await startHostileIdp();
  const github = await startGithubDouble();
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const app = await startTestApp({
    settings: { ...oidcSettings(idp), ...githubSettings(github) },
    log: createLog({ level: "debug", destination }),
  });
  const others = new Map<string, TestApp>();
  return {
    ...{ idp, github, app, logged },
    owner: await createOwner(app),
    async appWith(settings) {
      const name = JSON.stringify(settings);
      const { databaseUrl } = app;
      const made =
        others.get(name) ??
        (await startTestApp({ databaseUrl, settings: oidcSettings(idp, settings) }));
      others.set(name, made);
      return made;
    },
    async started(query = "") {
      const browser = browserJar(app.anonymous);
      const start = await browser.get(`${callbacks.oidc}${query}`);
      const location = String(start.headers["location"]);
      return { browser, search: idp.authorize(location), location: new URL(location) };
    },
    async halfMadeUsers() {
      const { rows } = await sql<{ username: string }>`
        select u.username from users u
        where u.login_type in ('oidc', 'github') and not u.deleted and u.last_seen_at > '0002-01-01'
          and not (exists (select 1 from user_links l where l.user_id = u.id and l.login_type = u.login_type)
            and exists (select 1 from gitsshkeys g where g.user_id = u.id)
            and exists (select 1 from organization_members m where m.user_id = u.id))`.execute(
        app.deps.db,
      );
      return rows.map(({ username }) => username);
    },
    async stop() {
      for (const other of others.values()) await other.stop();
      await app.stop();
      await github.stop();
      await idp.stop();
    },
  };
}

/** The caller's own user, as the API shows it. */
export async function meOf(browser: {
  get(path: string): Promise<{ json: unknown }>;
}): Promise<Record<string, unknown>> {
  return (await browser.get("/users/me")).json as Record<string, unknown>;
}
