import { describe, expect, it } from "vitest";
import { ApiFailure, createClient, requestLine } from "./index.ts";

interface Sent {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

/** A client whose network gives one prepared answer; what was sent is collected. */
function clientOf(answer: Response | Error) {
  const sent: Sent[] = [];
  const client = createClient({
    baseUrl: "http://gate.test",
    headers: (method) => (method === "GET" ? {} : { "X-CSRF-TOKEN": "token" }),
    fetch: async (url, init) => {
      sent.push({ url: String(url), init });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { client, sent };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });

describe("the client", () => {
  it("puts parameters into the path, percent-encoded, and leaves out empty query values", () => {
    expect(requestLine("getUser", { params: { user: "a/b ü" } })).toEqual({
      method: "GET",
      path: "/api/v2/users/a%2Fb%20%C3%BC",
    });
    expect(
      requestLine("listUsers", { query: { q: "", limit: 25, sort: "-created_at" } }).path,
    ).toBe("/api/v2/users?limit=25&sort=-created_at");
  });

  it("refuses to call with an empty path parameter, which would reach another endpoint", () => {
    expect(() => requestLine("getUser", { params: { user: "" } })).toThrow(/path parameter user/);
  });

  it("hands out the headers of a good answer, and of no refusal", async () => {
    const seen: (string | null)[] = [];
    const onHeaders = (headers: Headers) => seen.push(headers.get("link"));
    const next = { link: '</next>; rel="next"' };

    await clientOf(json(200, [], next)).client.call("listUsers", {}, { onHeaders });
    const refused = clientOf(json(403, { message: "no" }, next)).client;
    await expect(refused.call("listUsers", {}, { onHeaders })).rejects.toThrow(ApiFailure);

    expect(seen).toEqual([next.link]);
  });

  it("sends the body as JSON with the headers of its method", async () => {
    const { client, sent } = clientOf(json(201, { session_token: "key" }));

    const answer = await client.call("login", { body: { email: "a@b.c", password: "x" } });

    expect(answer.session_token).toBe("key");
    expect(sent[0]?.url).toBe("http://gate.test/api/v2/users/login");
    expect(sent[0]?.init).toMatchObject({
      method: "POST",
      body: '{"email":"a@b.c","password":"x"}',
      headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": "token" },
    });
  });

  it("turns a refusal into a failure with every failing field, request id and waiting time", async () => {
    const envelope = {
      message: "Validation failed.",
      validations: [{ field: "email", detail: "required" }],
    };
    const headers = { "x-coder-request-id": "7f3c", "retry-after": "12" };
    const { client } = clientOf(json(400, envelope, headers));

    const failure = await client.call("listUsers").catch((thrown: unknown) => thrown);

    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({
      status: 400,
      message: "Validation failed.",
      validations: envelope.validations,
      requestId: "7f3c",
      retryAfterSeconds: 12,
    });
  });

  it("says that a page of a proxy in between is no answer of ours", async () => {
    const page = new Response("<h1>Bad gateway</h1>", {
      status: 502,
      headers: { "content-type": "text/html" },
    });
    const { client } = clientOf(page);

    await expect(client.call("listUsers")).rejects.toMatchObject({
      status: 502,
      message: "The server answered with status 502.",
    });
  });

  it("gives status 0 when nobody answers", async () => {
    const { client } = clientOf(new TypeError("fetch failed"));

    await expect(client.call("listUsers")).rejects.toMatchObject({ status: 0 });
  });

  it("passes an abort on as it is, so that a cancelled search is no error", async () => {
    const controller = new AbortController();
    controller.abort();
    const { client } = clientOf(new DOMException("aborted", "AbortError"));

    const thrown = await client
      .call("listUsers", {}, { signal: controller.signal })
      .catch((error: unknown) => error);

    expect(thrown).not.toBeInstanceOf(ApiFailure);
  });
});
