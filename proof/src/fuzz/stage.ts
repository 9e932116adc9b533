import { must } from "../support/http.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import type { Known } from "./values.ts";
import type { Canary } from "./verdict.ts";

/** A server with people in every role, secrets to look for, and an owner that no case touches. */
export interface Stage {
  readonly server: ServerProcess;
  readonly actors: ReadonlyMap<string, string>;
  readonly known: Known;
  readonly canaries: readonly Canary[];
  /** Makes the actor anew (users are deleted and suspended by the cases). */
  renew(actor: string): Promise<void>;
  /** True where the token still signs in. */
  isAlive(actor: string): Promise<boolean>;
}

const password = "Canary-Passphrase-48151623!";

const roles: Readonly<Record<string, readonly string[]>> = {
  "second owner": ["owner"],
  "user admin": ["user-admin"],
  "template admin": ["template-admin"],
  auditor: ["auditor"],
  member: [],
};

/** Sets everything up over the API, as an administrator would. */
export async function setStage(): Promise<Stage> {
  const folder = await makeFolder();
  const server = await startServer([
    "--data-dir",
    `${folder}/data`,
    "--dangerous-disable-rate-limits",
  ]);
  const { address } = server;
  const first = { username: "keeper", email: "keeper@example.com", password };
  await must(address, "POST", "/users/first", { body: first });
  const keeper = await logIn(address, first.email);
  const actors = new Map<string, string>();
  // The keeper is not among them: whoever sets things up again must not be deleted by a case.
  const known = {
    ids: ["5ad0d3e2-0000-4000-8000-000000000000"],
    names: ["nobody-at-all"],
    emails: ["nobody@example.com"],
  };
  const canaries: Canary[] = [
    { what: "a password", text: password, allowed: [] },
    { what: "a password hash", text: "$argon2id$", allowed: [] },
    { what: "a session token", text: keeper.token.split("-")[1] ?? keeper.token, allowed: [] },
  ];
  let made = 0;

  async function renew(actor: string): Promise<void> {
    made += 1;
    const username = `fuzz-${made}`;
    const email = `${username}@example.com`;
    const body = {
      ...{ username, email, password, login_type: "password" },
      organization_ids: ["00000000-0000-0000-0000-000000000000"],
      roles: roles[actor] ?? [],
    };
    const user = await must(address, "POST", "/users", { token: keeper.token, body });
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

  for (const actor of [...Object.keys(roles), "scoped token"]) await renew(actor);
  actors.set("nobody", "");
  actors.set("forger", "aaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbb");
  return {
    ...{ server, actors, known, canaries, renew },
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

async function logIn(address: string, email: string): Promise<{ id: string; token: string }> {
  const { session_token } = await must(address, "POST", "/users/login", {
    body: { email, password },
  });
  const token = String(session_token);
  const me = await must(address, "GET", "/users/me", { token });
  return { id: String(me["id"]), token };
}
