import { randomBytes } from "node:crypto";
import type { TestApp } from "./app.ts";
import type { Client } from "./client.ts";

/** A password that every rule accepts. */
export const goodPassword = "SomeSecurePassword!";

/** A user that a factory made, with a session where it could sign in. */
export interface TestUser {
  id: string;
  username: string;
  email: string;
  password: string;
  client: Client;
}

/** What a factory may be told about a user; the rest is made up. */
export interface UserWishes {
  username?: string;
  email?: string;
  name?: string;
  roles?: readonly string[];
  password?: string;
  loginType?: "password" | "none" | "github";
  status?: "active" | "dormant" | "suspended";
  serviceAccount?: boolean;
  organizationIds?: readonly string[];
}

/** A name that nobody else has. */
export function uniqueName(prefix = "user"): string {
  return `${prefix}-${randomBytes(5).toString("hex")}`;
}

/** Creates the first user, an owner, and signs in; needs a server that was not set up yet. */
export async function createOwner(app: TestApp): Promise<TestUser> {
  const username = uniqueName("owner");
  const email = `${username}@example.com`;
  const body = { username, email, password: goodPassword };
  const answer = await app.anonymous.post("/users/first", body);
  if (answer.status !== 201) throw new Error(`first user: ${answer.status} ${answer.text}`);
  const client = await signIn(app, email, goodPassword);
  return { id: answer.json.user_id, username, email, password: goodPassword, client };
}

/** Creates a user through the API as `owner`, and signs in where that is possible. */
export async function createUser(
  app: TestApp,
  owner: TestUser,
  wishes: UserWishes = {},
): Promise<TestUser> {
  const body = userBody(wishes);
  const answer = await owner.client.post("/users", body);
  if (answer.status !== 201) throw new Error(`create user: ${answer.status} ${answer.text}`);
  const { username, email, password } = body;
  const canSignIn = password !== "" && body.user_status !== "suspended";
  const client = canSignIn ? await signIn(app, email, password) : app.anonymous;
  return { id: answer.json.id, username, email, password, client };
}

const defaultOrganization = "00000000-0000-0000-0000-000000000000";

function userBody(wishes: UserWishes) {
  const username = wishes.username ?? uniqueName();
  const service = wishes.serviceAccount ?? false;
  const loginType = service ? "" : (wishes.loginType ?? "password");
  return {
    username,
    email: service ? "" : (wishes.email ?? `${username}@example.com`),
    name: wishes.name ?? "",
    password: loginType === "password" ? (wishes.password ?? goodPassword) : "",
    login_type: loginType,
    service_account: service,
    user_status: wishes.status ?? "active",
    roles: wishes.roles ?? [],
    organization_ids: wishes.organizationIds ?? [defaultOrganization],
  };
}

/** An organization that a factory made; `path` is that of its endpoints. */
export interface TestOrganization {
  id: string;
  name: string;
  path: string;
}

/** Creates an organization through the API as `owner`, who becomes a member. */
export async function createOrganization(
  owner: TestUser,
  name: string = uniqueName("org"),
): Promise<TestOrganization> {
  const answer = await owner.client.post("/organizations", { name });
  if (answer.status !== 201) throw new Error(`organization: ${answer.status} ${answer.text}`);
  return { id: answer.json.id, name, path: `/organizations/${answer.json.id}` };
}

/** Creates a user who is a member of this organization alone, with the given roles in it. */
export async function createMember(
  app: TestApp,
  owner: TestUser,
  organization: TestOrganization,
  wishes: UserWishes & { orgRoles?: readonly string[] } = {},
): Promise<TestUser> {
  const { orgRoles = [], ...ofUser } = wishes;
  const user = await createUser(app, owner, { ...ofUser, organizationIds: [organization.id] });
  if (orgRoles.length > 0) {
    const path = `${organization.path}/members/${user.id}/roles`;
    const answer = await owner.client.put(path, { roles: orgRoles });
    if (answer.status !== 200) throw new Error(`member roles: ${answer.status} ${answer.text}`);
  }
  return user;
}

/** Signs in with a password and gives the client of the new session. */
export async function signIn(app: TestApp, email: string, password: string): Promise<Client> {
  const answer = await app.anonymous.post("/users/login", { email, password });
  if (answer.status !== 201) throw new Error(`login: ${answer.status} ${answer.text}`);
  return app.as(answer.json.session_token);
}
