import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../support/http.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import { makeForeign } from "./foreign.ts";
import type { Known } from "./values.ts";
import type { Canary } from "./verdict.ts";

/** A server with people in every role, secrets to look for, and an owner that no case touches. */
export interface Stage {
  readonly server: ServerProcess;
  readonly actors: ReadonlyMap<string, string>;
  /** What an actor's cases know; those who administer the deployment leave the foreign organization alone. */
  knownTo(actor: string): Known;
  canaries(): readonly Canary[];
  /** Makes the actor anew (users are deleted and suspended by the cases). */
  renew(actor: string): Promise<void>;
  /** True where the token still signs in. */
  isAlive(actor: string): Promise<boolean>;
}

const password = "Canary-Passphrase-48151623!";
const defaultOrganization = "00000000-0000-0000-0000-000000000000";

interface Part {
  readonly roles?: readonly string[];
  /** Roles in the default organization. */
  readonly organizationRoles?: readonly string[];
  /** May read all organizations. */
  readonly readsOrganizations?: true;
  /** May read all users. */
  readonly readsUsers?: true;
}

const parts: Readonly<Record<string, Part>> = {
  "second owner": { roles: ["owner"], readsOrganizations: true, readsUsers: true },
  "user admin": { roles: ["user-admin"], readsOrganizations: true, readsUsers: true },
  "template admin": { roles: ["template-admin"], readsOrganizations: true, readsUsers: true },
  auditor: { roles: ["auditor"], readsOrganizations: true, readsUsers: true },
  "organization admin": { organizationRoles: ["organization-admin"], readsUsers: true },
  "organization user admin": { organizationRoles: ["organization-user-admin"], readsUsers: true },
  "organization auditor": { organizationRoles: ["organization-auditor"] },
  member: {},
  "scoped token": {},
};

function whoMay(what: "readsOrganizations" | "readsUsers"): string[] {
  return Object.keys(parts).filter((name) => parts[name]?.[what] === true);
}

/** Settings with secrets: none of them may be read back by anybody. */
const settings = [
  [
    "an encryption key",
    "GATEHOUSE_EXTERNAL_TOKEN_ENCRYPTION_KEYS",
    randomBytes(32).toString("base64"),
  ],
  ["the mail server's password", "GATEHOUSE_EMAIL_AUTH_PASSWORD", "canary-mail-4711"],
  ["the client secret of GitHub", "GATEHOUSE_OAUTH2_GITHUB_CLIENT_SECRET", "canary-github-4711"],
] as const;

const openSettings = {
  GATEHOUSE_EMAIL_SMARTHOST: "127.0.0.1:9",
  GATEHOUSE_EMAIL_AUTH_USERNAME: "mailer",
  GATEHOUSE_OAUTH2_GITHUB_CLIENT_ID: "client",
  GATEHOUSE_OAUTH2_GITHUB_ALLOW_EVERYONE: "true",
};

/** Sets everything up over the API, as an administrator would. */
export async function setStage(): Promise<Stage> {
  const dataDir = join(await makeFolder(), "data");
  const secrets = Object.fromEntries(settings.map(([, name, value]) => [name, value]));
  const server = await startServer(["--data-dir", dataDir, "--dangerous-disable-rate-limits"], {
    ...openSettings,
    ...secrets,
  });
  const { address } = server;
  const first = { username: "keeper", email: "keeper@example.com", password };
  await must(address, "POST", "/users/first", { body: first });
  const keeper = await logIn(address, first.email);
  const allowed = { organization: whoMay("readsOrganizations"), person: whoMay("readsUsers") };
  const foreign = await makeForeign(address, keeper, password, allowed);
  const actors = new Map<string, string>();
  // The keeper is not among them: whoever sets things up again must not be deleted by a case.
  const known = {
    ids: ["5ad0d3e2-0000-4000-8000-000000000000"],
    names: ["nobody-at-all"],
    emails: ["nobody@example.com"],
  };
  const fixedCanaries: Canary[] = [
    ...settings.map(([what, , text]) => ({ what, text, allowed: [] })),
    { what: "the database's password", text: await databasePassword(dataDir), allowed: [] },
    { what: "a password", text: password, allowed: [] },
    { what: "a password hash", text: "$argon2id$", allowed: [] },
    { what: "a private key", text: "PRIVATE KEY", allowed: [] },
    { what: "a session token", text: secretOf(keeper.token), allowed: [] },
    ...foreign.canaries,
  ];
  let made = 0;

  async function renew(actor: string): Promise<void> {
    made += 1;
    const { roles = [], organizationRoles } = parts[actor] ?? {};
    const username = `fuzz-${made}`;
    const email = `${username}@example.com`;
    const body = {
      ...{ username, email, password, login_type: "password", roles },
      organization_ids: [defaultOrganization],
    };
    const { token } = keeper;
    const user = await must(address, "POST", "/users", { token, body });
    if (organizationRoles !== undefined) {
      const path = `/organizations/${defaultOrganization}/members/${username}/roles`;
      await must(address, "PUT", path, { token, body: { roles: organizationRoles } });
    }
    const session = await logIn(address, email);
    known.ids.push(String(user["id"]));
    known.names.push(username);
    known.emails.push(email);
    if (actor !== "scoped token") {
      actors.set(actor, session.token);
      return;
    }
    const scoped = { token_name: "narrow", scopes: ["user:read_personal", "api_key:read"] };
    const key = await must(address, "POST", "/users/me/keys/tokens", {
      token: session.token,
      body: scoped,
    });
    actors.set(actor, String(key["key"]));
  }

  for (const actor of Object.keys(parts)) await renew(actor);
  actors.set("nobody", "");
  actors.set("forger", forged);
  /** Whoever may deal with the foreign objects would only mix them with his own. */
  const knownTo = (actor: string): Known => {
    const organization = allowed.organization.includes(actor) ? nothing : foreign.known;
    const person = allowed.person.includes(actor) ? nothing : foreign.person;
    return {
      ids: [...known.ids, ...organization.ids, ...person.ids],
      names: [...known.names, ...organization.names, ...person.names],
      emails: known.emails,
    };
  };
  return {
    ...{ server, actors, renew, knownTo },
    canaries: () => [...fixedCanaries, ...tokenCanaries(actors)],
    isAlive: async (actor) => {
      const token = actors.get(actor) ?? "";
      if (actor === "nobody" || actor === "forger") return true;
      return must(address, "GET", "/users/me/login-type", { token }).then(
        () => true,
        (error: Error) => !error.message.includes(": 401"),
      );
    },
  };
}

const nothing: Known = { ids: [], names: [], emails: [] };
const forged = "aaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbb";

/** Everybody's own tokens: an answer shows a new one once, and never one that exists. */
function tokenCanaries(actors: ReadonlyMap<string, string>): Canary[] {
  return [...actors].flatMap(([actor, token]) =>
    token === "" || token === forged
      ? []
      : [{ what: `the token of the ${actor}`, text: secretOf(token), allowed: [] }],
  );
}

function secretOf(token: string): string {
  return token.split("-")[1] ?? token;
}

async function databasePassword(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, "postgres-password"), "utf8")).trim().split("\n")[0] ?? "";
}

async function logIn(address: string, email: string): Promise<{ id: string; token: string }> {
  const { session_token } = await must(address, "POST", "/users/login", {
    body: { email, password },
  });
  const token = String(session_token);
  const me = await must(address, "GET", "/users/me", { token });
  return { id: String(me["id"]), token };
}
