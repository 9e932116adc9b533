import { createOwner, startTestApp, type TestApp, type TestUser } from "@gatehouse/testkit";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Handlers } from "../context/handler.ts";
import { allowAuthenticated } from "../context/request-context.ts";
import { handlers } from "../handlers.ts";
import { buildHttp } from "./server.ts";
import { httpSettings } from "./settings.ts";

let app: TestApp;
let owner: TestUser;
const built: FastifyInstance[] = [];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const http of built.splice(0)) await http.close();
});

/** The server with some handlers replaced by careless ones. */
async function serverWith(careless: Partial<Handlers>): Promise<FastifyInstance> {
  const { deps, identities, bookkeeping, config } = app;
  const settings = httpSettings(config, deps.deployment.accessUrl, deps.log);
  const http = await buildHttp(
    { deps, identities, bookkeeping, settings, console: null },
    { ...handlers, ...careless },
  );
  built.push(http);
  return http;
}

const asOwner = () => ({ "coder-session-token": owner.client.token ?? "" });

test("a handler that forgets its decision answers 500 and not its data", async () => {
  const http = await serverWith({ getDeploymentSsh: async () => secretAnswer });

  const answer = await http.inject({ url: "/api/v2/deployment/ssh", headers: asOwner() });

  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain("secret");
});

const secretAnswer = {
  hostname_prefix: "secret",
  hostname_suffix: "secret",
  ssh_config_options: {},
};

test("a handler that decides is answered", async () => {
  const http = await serverWith({
    getDeploymentSsh: async (_deps, ctx) => {
      allowAuthenticated(ctx);
      return secretAnswer;
    },
  });

  const answer = await http.inject({ url: "/api/v2/deployment/ssh", headers: asOwner() });

  expect(answer.statusCode).toBe(200);
});

test("a change that is not audited answers 500", async () => {
  const http = await serverWith({
    logout: async (_deps, ctx) => {
      allowAuthenticated(ctx);
      return { message: "done" };
    },
  });

  const answer = await http.inject({
    method: "POST",
    url: "/api/v2/users/logout",
    headers: asOwner(),
  });

  expect(answer.statusCode).toBe(500);
});

test("what nobody foresaw is a 500 that tells nothing but the request id", async () => {
  const http = await serverWith({
    getDeploymentSsh: async () => {
      throw new Error("secret: postgres://u:p@host");
    },
  });

  const answer = await http.inject({ url: "/api/v2/deployment/ssh", headers: asOwner() });

  expect(answer.statusCode).toBe(500);
  const id = answer.headers["x-coder-request-id"];
  expect(JSON.parse(answer.body)).toEqual({
    message: "An internal error occurred.",
    detail: `Request ${String(id)}.`,
  });
});

test("an error of the database does not show its statement", async () => {
  const http = await serverWith({
    getDeploymentSsh: async (deps) => {
      await sql`select secret from no_such_table`.execute(deps.db);
      return secretAnswer;
    },
  });

  const answer = await http.inject({ url: "/api/v2/deployment/ssh", headers: asOwner() });

  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toMatch(/no_such_table|secret/);
});

test("an endpoint without handler stops the start, as does a handler without endpoint", async () => {
  const { getAppearance: _left, ...missing } = handlers;

  await expect(serverWithTable(missing)).rejects.toThrow(/getAppearance has no handler/);
  await expect(serverWithTable({ ...handlers, surplus: handlers.apiRoot })).rejects.toThrow(
    /surplus has no endpoint/,
  );
});

async function serverWithTable(table: object): Promise<FastifyInstance> {
  return serverWith(Object.assign(noHandlers(), table));
}

/** Hides the usual handlers, so that only a given table counts. */
function noHandlers(): Partial<Handlers> {
  return Object.fromEntries(Object.keys(handlers).map((id) => [id, undefined]));
}
