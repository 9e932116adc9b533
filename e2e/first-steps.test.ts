import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, logIn } from "./support/api.ts";
import { type Server, start, temporaryFolder } from "./support/server.ts";

const owner = {
  username: "admin",
  email: "admin@example.com",
  password: "Meadow-lantern-4711",
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await start(`${folder.path}/data`);
});

afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

describe("the first five minutes", () => {
  it("offers the first user to whoever starts the server, once", async () => {
    const before = await call(server.url, { path: "/api/v2/users/first" });
    const created = await call(server.url, { path: "/api/v2/users/first", body: owner });
    const again = await call(server.url, { path: "/api/v2/users/first", body: owner });

    expect([before.status, created.status, again.status]).toEqual([404, 201, 409]);
  });

  it("lets the owner create, find, suspend and delete people", async () => {
    const token = await logIn(server.url, owner.email, owner.password);
    const password = "Harbour-violin-2024";
    const { body: me } = await call(server.url, { path: "/api/v2/users/me", token });
    const ada = await call(server.url, {
      path: "/api/v2/users",
      token,
      body: {
        username: "ada",
        email: "ada@example.com",
        password,
        organization_ids: me["organization_ids"],
      },
    });
    const found = await call(server.url, { path: "/api/v2/users?q=ada", token });
    const adaToken = await logIn(server.url, "ada@example.com", password);

    const suspended = await call(server.url, {
      method: "PUT",
      path: "/api/v2/users/ada/status/suspend",
      token,
    });
    const refused = await call(server.url, { path: "/api/v2/users/me", token: adaToken });
    const deleted = await call(server.url, { method: "DELETE", path: "/api/v2/users/ada", token });
    const gone = await call(server.url, { path: "/api/v2/users/ada", token });

    expect(ada.status).toBe(201);
    expect(found.body["count"]).toBe(1);
    expect(suspended.body["status"]).toBe("suspended");
    expect(refused.status).toBe(401);
    expect(deleted.status).toBe(200);
    expect(gone.status).toBe(404);
  });

  it("ends with status 0 within ten seconds, and the next start finds everything again", async () => {
    const token = await logIn(server.url, owner.email, owner.password);

    const stopped = await server.stop();
    server = await start(`${folder.path}/data`);
    const me = await call(server.url, { path: "/api/v2/users/me", token });

    expect(stopped.code).toBe(0);
    expect(stopped.tookMs).toBeLessThan(10_000);
    expect(me.body["username"]).toBe(owner.username);
  });

  it("tells the way to the first user only while there is none", async () => {
    const empty = await temporaryFolder();
    const fresh = await start(`${empty.path}/data`);
    await fresh.stop();

    expect(fresh.output.stdout).toContain(`curl ${fresh.url}/api/v2/users/first`);
    expect(server.output.stdout).not.toContain("users/first");
    await empty.remove();
  });

  it("answers the probes of a supervisor", async () => {
    const answers = await Promise.all(
      ["/healthz", "/readyz"].map((path) => fetch(`${server.url}${path}`)),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});
