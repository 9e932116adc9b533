import {
  type Endpoint,
  type EndpointId,
  endpoints,
  errorCodes,
  writeJson,
} from "@gatehouse/contract";
import {
  type Answer,
  type Client,
  createOwner,
  createUser,
  goodPassword,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type FieldSchema = NonNullable<Endpoint["body"]>["fields"][string];

let app: TestApp;
let owner: TestUser;
let member: TestUser;
let deleted: TestUser;
let group: { id: string; name: string };
/** Only `member` is in it. */
let organization: string;
beforeAll(async () => {
  app = await startTestApp({ settings: { ACCESS_URL: "http://127.0.0.1:1" } });
  owner = await createOwner(app);
  member = await createUser(app, owner);
  deleted = await createUser(app, owner);
  await owner.client.delete(`/users/${deleted.id}`);
  const created = await owner.client.post("/organizations", { name: "contract" });
  organization = created.json.id;
  await owner.client.post(`/organizations/${organization}/members/${member.id}`);
  await sql`delete from organization_members
    where organization_id = ${organization} and user_id = ${owner.id}`.execute(app.deps.db);
  const made = await owner.client.post(`/organizations/${organization}/groups`, {
    name: "witness",
  });
  group = made.json;
});
afterAll(() => app.stop());

const all: readonly Endpoint[] = Object.values(endpoints);
/** Keys in paths have to exist before a body is looked at: features/api-keys tests those endpoints. */
const withoutKey = all.filter(({ path }) => !/\{(?:keyid|keyname|id)\}/.test(path));
const withBody = withoutKey.filter(({ body }) => body !== undefined);
const withUser = all.filter(({ path }) => path.includes("{user}"));

function call(
  client: Client,
  endpoint: Endpoint,
  input: { user?: string; body?: unknown } = {},
): Promise<Answer> {
  const path = endpoint.path
    .replace("{organization}", organization)
    .replace("{user}", encodeURIComponent(input.user ?? member.id))
    .replace("{organizationname}", "default")
    .replace("{group}", group.id)
    .replace("{groupName}", group.name);
  return client.send(endpoint.method, path, { body: input.body });
}

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** Everything that answers without a session; whoever adds to it has to change this list. */
const publicIds: readonly EndpointId[] = [
  "apiRoot",
  "changePasswordWithPasscode",
  "createFirstUser",
  "getAuthMethods",
  "getBuildInfo",
  "getEntitlements",
  "getFirstUser",
  "getUpdateCheck",
  "githubCallback",
  "githubDevice",
  "listScopes",
  "login",
  "oidcCallback",
  "reportCspViolation",
  "requestPasscode",
  "validatePassword",
];

test("the public endpoints are the known ones and no other", () => {
  const found = all.filter(({ auth }) => auth === "public").map(({ id }) => id);

  expect(found.toSorted()).toEqual(publicIds);
});

test("every endpoint that needs a session names its permission", () => {
  const silent = all.filter(
    ({ auth, permissions }) => auth !== "public" && permissions.length === 0,
  );

  expect(silent.map(({ id }) => id)).toEqual([]);
});

describe("without a credential", () => {
  for (const endpoint of all.filter(({ auth }) => auth === "required")) {
    test(`${nameOf(endpoint)} is a 401 with a challenge, whatever else is wrong`, async () => {
      const plain = await call(app.anonymous, endpoint);
      const broken = await call(app.anonymous, endpoint, { user: "nobody", body: "{" });

      for (const answer of [plain, broken]) {
        expect(answer.status).toBe(401);
        expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
        expect(answer.json.message).toBe(errorCodes.unauthenticated[1]);
      }
      expect(plain.text).toBe(broken.text);
    });
  }
});

describe("bodies", () => {
  const target = () => ({ user: member.id });

  for (const endpoint of withBody) {
    test(`${nameOf(endpoint)} refuses what is not JSON with 400`, async () => {
      for (const body of ["{", "[]", '"text"', "\u0000", "nul"]) {
        const answer = await call(owner.client, endpoint, { ...target(), body });

        expect([body, answer.status]).toEqual([body, 400]);
        expect(answer.json.message).toBe(errorCodes.malformed_body[1]);
      }
    });

    test(`${nameOf(endpoint)} refuses a body beyond its limit with 413`, async () => {
      const limit = endpoint.bodyLimitBytes ?? 1_048_576;
      const body = `{"x":"${"x".repeat(limit)}"}`;

      const answer = await call(owner.client, endpoint, { ...target(), body });

      expect(answer.status).toBe(413);
      expect(answer.json.message).toBe(errorCodes.body_too_large[1]);
      expect(answer.json.detail).toContain(limit.toLocaleString("en"));
    });

    test(`${nameOf(endpoint)} takes null for absent in every field`, async () => {
      const names = Object.keys(endpoint.body?.fields ?? {});
      const nulls = Object.fromEntries(names.map((name) => [name, null]));

      const absent = await call(owner.client, endpoint, { ...target(), body: {} });
      const empty = await call(owner.client, endpoint, { ...target(), body: nulls });

      expect(absent.status).not.toBe(500);
      expect([empty.status, untimed(empty.text)]).toEqual([absent.status, untimed(absent.text)]);
    });

    for (const [field, schema] of Object.entries(endpoint.body?.fields ?? {})) {
      test(`${nameOf(endpoint)} refuses every wrong type of ${field} with 400`, async () => {
        for (const value of wrongValues(schema)) {
          const body = writeJson({ [field]: value });
          const answer = await call(owner.client, endpoint, { ...target(), body });

          expect([body, answer.status]).toEqual([body, 400]);
          expect(answer.json.message).toBe(errorCodes.malformed_body[1]);
        }
      });
    }
  }
});

const untimed = (text: string): string => text.replace(/"(?:updated_at|key)":"[^"]*"/, "");

/** Values of every JSON type that the schema does not take. */
function wrongValues(schema: FieldSchema): unknown[] {
  switch (schema.kind) {
    case "optional":
    case "nullable":
      return wrongValues(schema.inner);
    case "json":
      return [];
    case "bool":
      return ["true", 1, [], {}];
    case "int":
    case "int64":
      return ["1", true, [], {}, 1.5];
    case "number":
      return ["1", true, [], {}];
    case "list":
      return ["a", 1, true, {}, ...wrongValues(schema.item).map((item) => [item])];
    case "map":
      return ["a", 1, true, [], ...wrongValues(schema.value).map((value) => ({ x: value }))];
    case "object":
      return ["a", 1, true, [], ...wrongMembers(schema.fields)];
    default:
      return [1, true, [], {}];
  }
}

function wrongMembers(fields: Readonly<Record<string, FieldSchema>>): unknown[] {
  return Object.entries(fields).flatMap(([name, schema]) =>
    wrongValues(schema).map((value) => ({ [name]: value })),
  );
}

describe("users that one may not see", () => {
  const notFound = writeJson({ message: errorCodes.not_found[1] });

  for (const endpoint of withUser) {
    test(`${nameOf(endpoint)} says the same bytes for foreign, deleted and unknown users`, async () => {
      const references = [
        owner.id,
        owner.username,
        owner.id.toUpperCase(),
        deleted.id,
        deleted.username,
        "4f4c1f1e-8c4b-4c6a-9b8e-000000000000",
        "00000000-0000-0000-0000-000000000000",
        "nobody-of-this-name",
        "no name at all",
        "x".repeat(300),
      ];
      for (const user of references) {
        const answer = await call(member.client, endpoint, { user, body: "{" });

        expect([user, answer.status, answer.text]).toEqual([user, 404, notFound]);
      }
    });

    test(`${nameOf(endpoint)} does not find the deleted by name, even for owners`, async () => {
      const answer = await call(owner.client, endpoint, { user: deleted.username, body: "{" });

      expect([answer.status, answer.text]).toEqual([404, notFound]);
    });
  }

  for (const endpoint of withUser.filter(({ method }) => method !== "GET")) {
    test(`${nameOf(endpoint)} does not change the deleted, even by id and for owners`, async () => {
      const body = { password: goodPassword, username: "somebody", roles: ["owner"] };
      const answer = await call(owner.client, endpoint, { user: deleted.id, body });

      expect([answer.status, answer.text]).toEqual([404, notFound]);
    });
  }
});
