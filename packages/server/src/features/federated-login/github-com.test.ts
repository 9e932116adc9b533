import {
  createOwner,
  type GithubDouble,
  githubAccount,
  githubSettings,
  signInWith,
  startGithubDouble,
  startTestApp,
  type TestApp,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGithubClient } from "../../platform/github-client.ts";
import { createOutbound, type OutboundFetch } from "../../platform/outbound-http.ts";
import { asSecret } from "../../platform/secrets.ts";

let github: GithubDouble;
let app: TestApp;

beforeAll(async () => {
  github = await startGithubDouble();
  app = await startTestApp({ settings: githubSettings(github) });
  await createOwner(app);
});
afterAll(async () => {
  await app.stop();
  await github.stop();
});

/** The client for github.com itself; only its requests go to the double. */
function publicClient() {
  const outbound = createOutbound("test", () => undefined);
  const toDouble: OutboundFetch = (source, url, request) => {
    const local = url
      .replace("https://api.github.com", `${github.baseUrl}/api/v3`)
      .replace("https://github.com", github.baseUrl);
    return outbound(source, local, request);
  };
  const { clientId, clientSecret } = github;
  return createGithubClient(
    { clientId, clientSecret: asSecret(clientSecret), enterpriseBaseUrl: "" },
    toDouble,
  );
}

async function storedId(email: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ id: string | null }>`
    select u.github_com_user_id::text as id from users u where u.email = ${email}`.execute(
    app.deps.db,
  );
  return rows[0]?.id;
}

test("the id of a github.com account is stored with the user, one of GitHub Enterprise Server is not", async () => {
  const onServer = githubAccount();
  github.account = onServer;
  expect((await signInWith(app, github)).answer.status).toBe(307);
  const { signIn } = app.deps;
  if (signIn.github === null) throw new Error("GitHub is not configured");
  Object.assign(signIn.github, { client: publicClient() });
  const account = githubAccount({ id: 9_007_199_254_740_991 });
  github.account = account;

  expect((await signInWith(app, github)).answer.status).toBe(307);

  expect(await storedId(account.emails[0]?.email ?? "")).toBe("9007199254740991");
  expect(await storedId(onServer.emails[0]?.email ?? "")).toBeNull();
});
