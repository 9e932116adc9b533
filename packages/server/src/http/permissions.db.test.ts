import { type Endpoint, type EndpointId, endpoints } from "@gatehouse/contract";
import {
  actionsOf,
  assignRoleObject,
  decide,
  memberObject,
  organizationObject,
  orgObject,
  orgRoleNames,
  ownedObject,
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
  examplePrice,
  ofId,
  requestBodies,
  requestQueries,
  startTestApp,
  type RequestTarget as Target,
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

/** What must be there for a request to succeed; made by the owner. */
const preparations: Partial<
  Record<EndpointId, (target: Target, group: string) => Promise<Answer>>
> = {
  deleteModelPrice: ({ user }) =>
    owner.client.post("/ai/model-prices", { prices: [{ ...examplePrice, model: user.id }] }),
  getGroupBudget: (_target, group) => setLimit(`/groups/${group}/ai/budget`),
  deleteGroupBudget: (_target, group) => setLimit(`/groups/${group}/ai/budget`),
  getBudgetOverride: ({ user }) => setLimit(`/users/${user.id}/ai/budget/override`),
  deleteBudgetOverride: ({ user }) => setLimit(`/users/${user.id}/ai/budget/override`),
};

function setLimit(path: string): Promise<Answer> {
  return owner.client.put(path, { group_id: defaultOrganization, spend_limit_micros: 1 });
}

/** Endpoints that an organization with a second member, or with the target in it, refuses. */
const withoutTarget: readonly string[] = ["addMember", "deleteOrganization"];

/**
 * A target for one request. Endpoints below an organization get a fresh one with a custom role, with the
 * target in it and the caller as far as his role is one of organizations.
 */
async function targetFor(
  endpoint: Endpoint,
  role: string,
  caller: TestUser,
  foreign = false,
): Promise<Target> {
  const user = await createUser(app, owner);
  if (!endpoint.path.includes("{organization}")) return { user, organization: defaultOrganization };
  const created = await owner.client.post("/organizations", { name: uniqueName("org") });
  const organization: string = created.json.id;
  const { db } = app.deps;
  const saved = await owner.client.post(`/organizations/${organization}/members/roles`, {
    name: "existing",
  });
  expect(saved.status).toBe(200);
  const held = orgRoleNames.filter((name) => name === role);
  const callerIsMember = !foreign && (held.length > 0 || role === "no role");
  const members = [
    ...(callerIsMember ? [{ user_id: caller.id, roles: held }] : []),
    ...(withoutTarget.includes(endpoint.id) ? [] : [{ user_id: user.id, roles: [] }]),
  ];
  await db.deleteFrom("organization_members").where("organization_id", "=", organization).execute();
  for (const { user_id, roles } of members) {
    const row = { organization_id: organization, user_id, roles: [...roles] };
    await db.insertInto("organization_members").values(row).execute();
  }
  app.identities.invalidate([caller.id]);
  return { user, organization };
}

/** A group of the organization, where the path names one; nobody is in it. */
async function groupFor(endpoint: Endpoint, { organization }: Target) {
  if (!/\{group(?:Name)?\}/.test(endpoint.path)) return { id: "", name: "" };
  const name = uniqueName("group");
  const made = await owner.client.post(`/organizations/${organization}/groups`, { name });
  return { id: String(made.json.id), name };
}

async function call(caller: TestUser, endpoint: Endpoint, target: Target): Promise<Answer> {
  const group = await groupFor(endpoint, target);
  const path = endpoint.path
    .replace("{group}", group.id)
    .replace("{groupName}", group.name)
    .replace("{organization}", target.organization)
    .replace("{user}", target.user.id)
    .replace("{roleName}", "existing")
    .replace("{organizationname}", organizationName);
  const prepared = await ofId(preparations, endpoint.id)?.(target, group.id);
  expect(prepared?.status ?? 200).toBeLessThan(300);
  const body = ofId(requestBodies, endpoint.id)?.(target);
  const given = ofId(requestQueries, endpoint.id)?.(target);
  const query = endpoint.query !== undefined && "claimField" in endpoint.query.fields;
  const asked = query ? "claimField=x" : given;
  return caller.client.send(endpoint.method, asked === undefined ? path : `${path}?${asked}`, {
    body,
  });
}

/** Endpoints whose permissions are about a user whom the body names. */
const usersInBody: readonly string[] = ["explainAuthorization", "checkBudget"];

/** Endpoints that need a permission about the caller himself only. */
const aboutCaller: readonly string[] = ["recordUsage"];

type Requirement = { action: string; object: RbacObject; refusal: number };

/** What an endpoint demands in front of `target`, in the order of the contract; `self` is no decision. */
function requirements(endpoint: Endpoint, target: Target, callerId: string): Requirement[] {
  // A member is found whatever the caller knows of users.
  const onUser = endpoint.path.includes("{user}") && endpoint.userIsMember !== true;
  const base = { action: "read", object: userObject(target.user.id), refusal: 404 };
  const stated = endpoint.permissions.flatMap(({ permission, refusal }): Requirement[] => {
    const [name = "", action = ""] = permission.split(":");
    const type = resourceTypes.find((known) => known === name);
    if (type === undefined || refusal === "filtered") return [];
    // Refused and filtered by one permission: refused to those who hold it nowhere.
    const filtered = endpoint.permissions.some(
      (other) => other.permission === permission && other.refusal === "filtered",
    );
    if (filtered) return [{ action, object: { type, anyOrg: true }, refusal }];
    const named = endpoint.path.includes("{user}") || usersInBody.includes(endpoint.id);
    const about = {
      ...(named ? { user: target.user.id } : {}),
      ...(aboutCaller.includes(endpoint.id) ? { user: callerId } : {}),
      organization: target.organization,
    };
    return [{ action, object: objectOf(type, endpoint, about), refusal }];
  });
  return onUser ? [base, ...stated] : stated;
}

function syncSettings({ path }: Endpoint, org: string): RbacObject {
  const type = "idpsync_settings" as const;
  return path.includes("/organizations/") ? { type, org } : { type };
}

/** Types whose objects have an owner, and types whose objects belong to groups. */
const ofUsers: readonly string[] = ["aibridge_interception", "api_key"];
const ofGroups: readonly string[] = ["group", "group_member"];

function objectOf(
  type: RbacObject["type"],
  endpoint: Endpoint,
  { user, organization }: { user?: string; organization: string },
): RbacObject {
  if (type === "user") return user === undefined ? { type } : userObject(user);
  if (ofUsers.includes(type) && user !== undefined) return ownedObject(type, user);
  const inOrganization = endpoint.path.includes("/organizations/");
  if (type === "organization") return inOrganization ? organizationObject(organization) : { type };
  if (type === "idpsync_settings") return syncSettings(endpoint, organization);
  if (type === "assign_org_role") return assignRoleObject(organization);
  if (type === "organization_member") {
    return memberObject(organization, endpoint.id === "addMember" ? undefined : user);
  }
  return ofGroups.includes(type) ? orgObject(type, organization) : { type };
}

/** The status that the decisions lead to; null where all are granted. */
function refusalFor(subject: Subject, endpoint: Endpoint, target: Target): number | null {
  const missing = requirements(endpoint, target, subject.id).find(({ action, object }) => {
    const known = actionsOf(object.type).find((one) => one === action);
    if (known === undefined) throw new Error(`${endpoint.id} states an unknown action ${action}`);
    return !decide(subject, known, object);
  });
  if (missing !== undefined) return missing.refusal;
  const self = endpoint.permissions.find(({ permission }) => permission === "self");
  const foreign =
    self !== undefined && endpoint.path.includes("{user}") && target.user.id !== subject.id;
  return foreign && typeof self.refusal === "number" ? self.refusal : null;
}

/** Ends the session it is called with; that it needs one is tested with the others. */
const skipped: readonly string[] = [
  "logout",
  // A preview needs what the change that it previews needs: features/preview tests it.
  "previewAuthorization",
  // Each entry of a bulk change needs what its own change needs: features/members tests it.
  "changeMembers",
  // About what a provider told: features/federated-login tests them.
  "getOidcClaims",
  "convertLogin",
  "getDebugLink",
  "unlinkUser",
];
/** Endpoints about one key need a key of the target: features/api-keys tests them. */
const aboutOneKey = /\{(?:keyid|keyname|id)\}/;
const required = Object.values<Endpoint>(endpoints).filter(
  ({ auth, id, path }) => auth === "required" && !skipped.includes(id) && !aboutOneKey.test(path),
);
const roles = [...siteRoleNames, ...orgRoleNames, "no role"];

/** What is refused to everybody about himself once he may do it at all (spec authorization §7). */
const notOnOneself: Partial<Record<EndpointId, number>> = {
  deleteUser: 403,
  suspendUser: 400,
  updateUserRoles: 400,
};
/** Permissions that only reading about others needs. */
const onlyForOthers: readonly string[] = ["getUserPermissions"];

/** A new user who holds one role, at the site or in the default organization. */
async function newCaller(role: string): Promise<TestUser> {
  const ofSite = siteRoleNames.some((name) => name === role);
  const caller = await createUser(app, owner, { roles: ofSite ? [role] : [] });
  if (ofSite || role === "no role") return caller;
  await sql`update organization_members set roles = ${[role]}
    where user_id = ${caller.id}`.execute(app.deps.db);
  app.identities.invalidate([caller.id]);
  return caller;
}

const aboutUsers = required.filter(({ path }) => path.startsWith("/api/v2/users/{user}"));
const aboutOrganizations = required.filter(({ path }) => path.includes("{organization}"));

for (const role of roles) {
  describe(`a caller with ${role}`, () => {
    for (const endpoint of aboutUsers) {
      test(`${endpoint.method} ${endpoint.path} decides about oneself as the roles say`, async () => {
        const caller = await newCaller(role);
        const target = { user: caller, organization: defaultOrganization };
        const lenient = onlyForOthers.includes(endpoint.id);
        const refusal = lenient ? null : refusalFor(await subjectOf(caller), endpoint, target);

        const answer = await call(caller, endpoint, target);

        const rule = Object.entries(notOnOneself).find(([id]) => id === endpoint.id)?.[1];
        const allowed = rule === undefined ? [endpoint.success.status, 204] : [rule];
        expect(refusal === null ? allowed : [refusal, rule]).toContain(answer.status);
      });
    }

    for (const endpoint of aboutOrganizations) {
      test(`${endpoint.method} ${endpoint.path} decides about other organizations as the roles say`, async () => {
        const caller = callerOf(role);
        const target = await targetFor(endpoint, role, caller, true);
        const refusal = refusalFor(await subjectOf(caller), endpoint, target);

        const answer = await call(caller, endpoint, target);

        const allowed: readonly number[] = [endpoint.success.status, 204];
        expect(refusal === null ? allowed : [refusal]).toContain(answer.status);
      });
    }

    for (const endpoint of required) {
      test(`${endpoint.method} ${endpoint.path} decides about others as the roles say`, async () => {
        const caller = callerOf(role);
        const target = await targetFor(endpoint, role, caller);
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
      const everything = await owner.client.get("/organizations");

      const seen = await caller.client.get("/organizations");

      const idsOf = (answer: Answer): string[] => answer.json.map(({ id }: { id: string }) => id);
      const readable = idsOf(everything).filter((id) =>
        decide(subject, "read", organizationObject(id)),
      );
      expect(readable).toContain(defaultOrganization);
      expect(idsOf(seen)).toEqual(readable);
    });

    test("a list of members shows exactly those whom the role may read", async () => {
      const caller = callerOf(role);
      const subject = await subjectOf(caller);
      const path = `/organizations/${defaultOrganization}/members`;
      const everybody = await owner.client.get(path);

      const seen = await caller.client.get(path);

      const idsOf = (answer: Answer): string[] =>
        answer.json.map(({ user_id }: { user_id: string }) => user_id);
      const readable = idsOf(everybody).filter((id) =>
        decide(subject, "read", memberObject(defaultOrganization, id)),
      );
      expect(readable).toContain(caller.id);
      expect(idsOf(seen)).toEqual(readable);
    });
  });
}
