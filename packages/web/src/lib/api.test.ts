import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "./api.ts";
import { session } from "./session.ts";

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly csrf: string | undefined;
}

let answers: Response[] = [];
let sent: Sent[] = [];

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const signedOut = () => json(401, { message: "You are signed out." });
const mara = { id: "u-1", username: "mara" };

beforeEach(() => {
  answers = [];
  sent = [];
  // The network is the edge of the process; everything behind it is ours and real.
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    const csrf = headers.get("x-csrf-token") ?? undefined;
    sent.push({ method: init.method ?? "GET", url, csrf });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("nobody answers");
    return answer;
  });
  session.begin();
});

afterEach(() => {
  session.close(new Error("the test is over"));
  vi.unstubAllGlobals();
});

it("a call that finds the session over waits for somebody to sign in, and is repeated", async () => {
  session.open();
  answers = [signedOut(), json(200, mara)];

  const call = api.call("getUser", { params: { user: "mara" } });
  await vi.waitFor(() => expect(session.state).toBe("ended"));
  expect(sent).toHaveLength(1);
  session.open();

  expect(await call).toEqual(mara);
  expect(sent.map(({ url }) => url)).toEqual(["/api/v2/users/mara", "/api/v2/users/mara"]);
});

it("a call that waits fails when nobody signs in", async () => {
  session.open();
  answers = [signedOut()];

  const call = api.call("getUser", { params: { user: "mara" } });
  await vi.waitFor(() => expect(session.state).toBe("ended"));
  session.close(new Error("left"));

  await expect(call).rejects.toThrow("left");
});

it("a cancelled call does not wait for a sign-in", async () => {
  session.open();
  answers = [signedOut()];
  const controller = new AbortController();

  const call = api.call("getUser", { params: { user: "mara" } }, { signal: controller.signal });
  await vi.waitFor(() => expect(session.state).toBe("ended"));
  controller.abort();

  await expect(call).rejects.toThrow();
});

it("before anybody was let in, a 401 is a failure at once", async () => {
  answers = [signedOut()];

  await expect(api.call("getUser", { params: { user: "me" } })).rejects.toMatchObject({
    status: 401,
  });
});

it("a wrong password does not end the session of the page", async () => {
  session.open();
  answers = [json(401, { message: "The e-mail or the password is wrong." })];

  await expect(
    api.call("login", { body: { email: "a@b.c", password: "x" } }),
  ).rejects.toMatchObject({ status: 401 });
  expect(session.state).toBe("open");
});

it("a stale CSRF token is renewed from the page, and the call repeated once with it", async () => {
  session.open();
  const refusal = () =>
    json(400, {
      message: "The request failed the CSRF check.",
      detail: "The X-CSRF-TOKEN header is missing or does not belong to the csrf_token cookie.",
    });
  answers = [refusal(), new Response('<meta property="csrf-token" content="fresh">'), refusal()];

  await expect(api.call("suspendUser", { params: { user: "mara" } })).rejects.toMatchObject({
    status: 400,
  });

  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT /api/v2/users/mara/status/suspend",
    "GET /",
    "PUT /api/v2/users/mara/status/suspend",
  ]);
  expect(sent[2]?.csrf).toBe("fresh");
});

it("a page that does not come for a new CSRF token is a failure of the network", async () => {
  session.open();
  const stale = json(400, {
    message: "The request failed the CSRF check.",
    detail: "The X-CSRF-TOKEN header is missing or does not belong to the csrf_token cookie.",
  });
  const broken = new Response(
    new ReadableStream({ start: (controller) => controller.error(new TypeError("gone")) }),
  );
  answers = [stale, broken];

  await expect(api.call("suspendUser", { params: { user: "mara" } })).rejects.toMatchObject({
    name: "ApiFailure",
    status: 0,
  });
});

it("a call whose CSRF token is old because the session is over waits for the sign-in all the same", async () => {
  session.open();
  const stale = json(400, {
    message: "The request failed the CSRF check.",
    detail: "The X-CSRF-TOKEN header is missing or does not belong to the csrf_token cookie.",
  });
  const page = new Response('<meta property="csrf-token" content="fresh">');
  answers = [stale, page, signedOut(), json(200, mara)];

  const call = api.call("suspendUser", { params: { user: "mara" } });
  await vi.waitFor(() => expect(session.state).toBe("ended"));
  session.open();

  expect(await call).toEqual(mara);
  expect(sent.map(({ method }) => method)).toEqual(["PUT", "GET", "PUT", "PUT"]);
});

it("whoever was suspended meanwhile is led to where that is said: signing in again would not help", async () => {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  session.open();
  answers = [json(401, { message: "Your account is suspended. Contact an administrator." })];

  await expect(api.call("getUser", { params: { user: "me" } })).rejects.toMatchObject({
    status: 401,
  });

  expect(assign).toHaveBeenCalledWith("/login?notice=suspended&local=1");
  expect(session.state).toBe("open");
  assign.mockRestore();
});
