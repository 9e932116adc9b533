import { must } from "./http.ts";

/** Passes every rule. */
export const password = "Torture-Meadow-4711!";

const defaultOrganization = "00000000-0000-0000-0000-000000000000";

/** Somebody with a session. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly token: string;
}

/** Creates the first user of a new server. */
export async function firstUser(address: string): Promise<Person> {
  const body = { username: "keeper", email: "keeper@example.com", password };
  await must(address, "POST", "/users/first", { body });
  return logIn(address, body.email);
}

/** Creates a user as somebody who may, and signs in. */
export async function newUser(address: string, by: Person, username: string): Promise<Person> {
  const email = `${username}@example.com`;
  const body = { username, email, password, organization_ids: [defaultOrganization] };
  await must(address, "POST", "/users", { token: by.token, body });
  return logIn(address, email);
}

/** Signs in. */
export async function logIn(address: string, email: string): Promise<Person> {
  const answer = await must(address, "POST", "/users/login", { body: { email, password } });
  const token = String(answer["session_token"]);
  const me = await must(address, "GET", "/users/me", { token });
  return { id: String(me["id"]), username: String(me["username"]), email, token };
}

/** The body of a new user who cannot sign in: the cheapest write that touches many tables. */
export function silentUser(username: string): Record<string, unknown> {
  return {
    ...{ username, email: `${username}@example.com`, login_type: "none", password: "" },
    organization_ids: [defaultOrganization],
  };
}
