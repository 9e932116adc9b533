import { type Endpoint, type EndpointId, endpoints } from "@gatehouse/contract";
import {
  actionsOf,
  decide,
  organizationObject,
  orgRoleNames,
  type RbacObject,
  resourceTypes,
  type Subject,
  siteRoleNames,
  userObject,
} from "@gatehouse/rbac";
import {
  type Answer,
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
  uniqueName,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let app: TestApp;
let owner: TestUser;
let defaultOrganization: string;
let organizationName: string;
const callers = new Map<string, TestUser>();
beforeAll(async () => {
  app = await startTestApp({ settings: { ACCESS_URL: "http://127.0.0.1:1" } });
  owner = await createOwner(app);
  const organizations = await owner.client.get("/users/me/organizations");
  defaultOrganization = organizations.json[0].id;
  organizationName = organizations.json[0].name;
  app.deps.stats.collect();
  for (const role of siteRoleNames) {
    callers.set(role, await createUser(app, owner, { roles: [role] }));
  }
  for (const role of orgRoleNames) {
    const caller = await createUser(app, owner);
    await sql`update organization_members set roles = ${[role]}
      where user_id = ${caller.id}`.execute(app.deps.db);
    app.identities.invalidate([caller.id]);
    callers.set(role, caller);
  }
  callers.set("no role", await createUser(app, owner));
});
afterAll(() => app.stop());

function callerOf(role: string): TestUser {
  const caller = callers.get(role);
  if (caller === undefined) throw new Error(`nobody holds ${role}`);
  return caller;
}

async function subjectOf(caller: TestUser): Promise<Subject> {
  const identity = await app.identities.get((caller.client.token ?? "").split("-")[0] ?? "");
  if (identity === null) throw new Error("the caller has no identity");
  return identity.actor.subject;
}

const modelPrice = {
  ...{ provider: "openai", model: "gpt", input_price: 1, output_price: 2 },
  ...{ cache_read_price: null, cache_write_price: 0 },
};

/** A request that a caller with every permission succeeds with. */
const bodies: Partial<Record<EndpointId, (target: TestUser) => unknown>> = {
  createUser: () => {
    const username = uniqueName();
    const email = `${username}@example.com`;
    return { username, email, password: goodPassword, organization_ids: [defaultOrganization] };
  },
  // A new name: the rename needs its own permission.
  updateUserProfile: () => ({ username: uniqueName(), name: "" }),
  updateUserAppearance: () => ({ theme_preference: "dark", terminal_font: "geist-mono" }),
  updateUserPreferences: () => ({}),
  updateUserPassword: () => ({ password: "AnotherSecurePassword!" }),
  updateUserRoles: () => ({ roles: ["member"] }),
  createToken: () => ({}),
  checkAuthorization: () => ({ checks: {} }),
  explainAuthorization: ({ id }) => ({ user: id, checks: {} }),
  setModelPricesExperimental: () => ({ prices: [modelPrice] }),
  setModelPrices: () => ({ prices: [modelPrice] }),
  estimateCost: () => ({ provider: "openai", model: "gpt" }),
  updateHealthSettings: () => ({ dismissed_healthchecks: ["DERP"] }),
};

function call(caller: TestUser, endpoint: Endpoint, target: TestUser): Promise<Answer> {
  const path = endpoint.path
    .replace("{user}", target.id)
    .replace("{organizationname}", organizationName);
  const body = Object.entries(bodies).find(([id]) => id === endpoint.id)?.[1]?.(target);
  return caller.client.send(endpoint.method, path, { body });
}

/** Endpoints whose permissions are about a user whom the body names. */
const usersInBody: readonly string[] = ["explainAuthorization"];

type Requirement = { action: string; object: RbacObject; refusal: number };

/** What an endpoint demands in front of `target`, in the order of the contract; `self` is no decision. */
function requirements(endpoint: Endpoint, target: TestUser): Requirement[] {
  const onUser = endpoint.path.includes("{user}");
  const base = { action: "read", object: userObject(target.id), refusal: 404 };
  const stated = endpoint.permissions.flatMap(({ permission, refusal }): Requirement[] => {
    const [name = "", action = ""] = permission.split(":");
    const type = resourceTypes.find((known) => known === name);
    if (type === undefined || refusal === "filtered") return [];
    // Refused and filtered by one permission: refused to those who hold it nowhere.
    const filtered = endpoint.permissions.some(
      (other) => other.permission === permission && other.refusal === "filtered",
    );
    if (filtered) return [{ action, object: { type, anyOrg: true }, refusal }];
    const named = onUser || usersInBody.includes(endpoint.id);
    return [{ action, object: objectOf(type, named ? target.id : undefined), refusal }];
  });
  return onUser ? [base, ...stated] : stated;
}

function objectOf(type: RbacObject["type"], userId: string | undefined): RbacObject {
  if (type === "user") return userId === undefined ? { type } : userObject(userId);
  return type === "organization" ? organizationObject(defaultOrganization) : { type };
}

/** The status that the decisions lead to; null where all are granted. */
function refusalFor(subject: Subject, endpoint: Endpoint, target: TestUser): number | null {
  const missing = requirements(endpoint, target).find(({ action, object }) => {
    const known = actionsOf(object.type).find((one) => one === action);
    if (known === undefined) throw new Error(`${endpoint.id} states an unknown action ${action}`);
    return !decide(subject, known, object);
  });
  if (missing !== undefined) return missing.refusal;
  const self = endpoint.permissions.find(({ permission }) => permission === "self");
  const foreign = self !== undefined && endpoint.path.includes("{user}");
  return foreign && typeof self.refusal === "number" ? self.refusal : null;
}

/**
 * Ends the session it is called with; needs a custom price of its own (features/ai-prices). That they
 * need a session is tested with the others.
 */
const skipped: readonly string[] = ["logout", "deleteModelPrice"];
/** Endpoints about one key need a key of the target: features/api-keys tests them. */
const aboutOneKey = /\{(?:keyid|keyname|id)\}/;
const required = Object.values<Endpoint>(endpoints).filter(
  ({ auth, id, path }) => auth === "required" && !skipped.includes(id) && !aboutOneKey.test(path),
);
const roles = [...siteRoleNames, ...orgRoleNames, "no role"];

for (const role of roles) {
  describe(`a caller with ${role}`, () => {
    for (const endpoint of required) {
      test(`${endpoint.method} ${endpoint.path} decides about others as the roles say`, async () => {
        const caller = callerOf(role);
        const target = await createUser(app, owner);
        const refusal = refusalFor(await subjectOf(caller), endpoint, target);

        const answer = await call(caller, endpoint, target);

        const success: readonly number[] = [endpoint.success.status, 204];
        if (refusal === null) expect(success).toContain(answer.status);
        else expect(answer.status).toBe(refusal);
      });
    }

    test("a list of users shows exactly those whom the role may read", async () => {
      const caller = callerOf(role);
      const subject = await subjectOf(caller);
      const everybody = await owner.client.get("/users");

      const seen = await caller.client.get("/users");

      const readable = (everybody.json.users as { id: string }[])
        .map(({ id }) => id)
        .filter((id) => decide(subject, "read", userObject(id)));
      expect(seen.json.users.map(({ id }: { id: string }) => id)).toEqual(readable);
      expect(seen.json.count).toBe(readable.length);
      expect(readable).toContain(caller.id);
    });

    test("a list of organizations shows exactly those that the role may read", async () => {
      const caller = callerOf(role);
      const subject = await subjectOf(caller);

      const seen = await caller.client.get("/users/me/organizations");

      const may = decide(subject, "read", organizationObject(defaultOrganization));
      expect(seen.json.map(({ id }: { id: string }) => id)).toEqual(
        may ? [defaultOrganization] : [],
      );
    });
  });
}
