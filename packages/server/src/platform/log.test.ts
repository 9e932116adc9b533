import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLog, type LogOptions } from "./log.ts";
import { isSecretName } from "./log-redact.ts";

const canary = "c4n4rY-s3cr3t";

function captured(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: "debug", destination, ...options });
  return { log, lines, text: () => lines.join("") };
}

describe("secrets", () => {
  test.each([
    "authorization",
    "Authorization",
    "cookie",
    "set-cookie",
    "Coder-Session-Token",
    "coder_session_token",
    "password",
    "old_password",
    "oldPassword",
    "one_time_passcode",
    "oneTimePasscode",
    "session_token",
    "sessionToken",
    "key",
    "secret",
    "client_secret",
    "token",
    "hashed_password",
    "hashed_secret",
    "hashedOneTimePasscode",
  ])("the value of %s is hidden at every depth", (name) => {
    const { log, lines, text } = captured();

    log.info(
      { [name]: canary, a: { [name]: [canary], b: [{ c: { [name]: { x: canary } } }] } },
      "m",
    );
    const child = log.child({ [name]: canary });
    child.warn("from a child");
    child.child({ n: { [name]: canary } }).warn({ [name]: canary }, "from its child");

    expect(lines).toHaveLength(3);
    expect(text()).not.toContain(canary);
    expect(text()).toContain(`"${name}":"[redacted]"`);
  });

  test.each(["key_id", "user_id", "code", "token_name", "path", "secretary"])(
    "the harmless field %s is kept",
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );

  test("a session token in a URL is hidden in fields, errors, children and messages", () => {
    const { log, text } = captured();
    const url = `/api/v2/users/me?x=1&coder_session_token=${canary}&y=2`;

    log.info({ url, nested: [{ redirect: url }] }, `message with ${url}`);
    log.error({ err: new Error(`cannot serve ${url}`) }, "failed");
    log.error(new Error(`alone with ${url}`));
    log.child({ url }).info("child");

    expect(text()).not.toContain(canary);
    expect(text()).toContain("/api/v2/users/me?x=1&coder_session_token=[redacted]&y=2");
  });

  test("an error shows its chain of causes but none of its extra properties", () => {
    const { log, lines, text } = captured();
    const cause = Object.assign(new Error("duplicate"), {
      code: "23505",
      constraint: "users_email_key",
      detail: `Key (email)=(${canary})`,
      request: { headers: { authorization: canary } },
    });

    log.error({ err: new Error("not saved", { cause }) }, "failed");

    const { err } = JSON.parse(lines[0] ?? "");
    expect(text()).not.toContain(canary);
    expect(err).toMatchObject({ name: "Error", message: "not saved" });
    expect(err.stack).toContain("log.test.ts");
    expect(err.cause).toMatchObject({ code: "23505", constraint: "users_email_key" });
  });

  test("an object of a class is named, not walked", () => {
    const { log, text } = captured();
    class Request {
      headers = { authorization: canary };
      note = canary;
    }

    log.info(
      { req: new Request(), bytes: Buffer.from(canary), map: new Map([["a", canary]]) },
      "m",
    );

    expect(text()).not.toContain(canary);
    expect(text()).toContain('"req":"[Request]"');
  });

  test("no shape of fields makes a value under a secret name visible, or logging fail", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 8, withBigInt: true, withDate: true }), (fields) => {
        const { log, lines, text } = captured();

        log.info({ fields, password: canary, deep: { ...fields, secret: [fields, canary] } }, "m");

        expect(lines).toHaveLength(1);
        expect(() => JSON.parse(text())).not.toThrow();
        expect(text()).not.toContain(canary);
      }),
      { numRuns: 50 },
    );
  });

  test("a cycle in the fields does not break the log", () => {
    const { log, lines } = captured();
    const cycle: Record<string, unknown> = { name: "a" };
    cycle["self"] = cycle;

    log.info({ cycle }, "m");

    expect(lines).toHaveLength(1);
  });
});

describe("form", () => {
  test("an entry is one JSON object with level name, RFC 3339 time, fields and message", () => {
    const { log, lines } = captured();

    log.child({ request_id: "r1" }).info({ count: 3, at: new Date(0) }, "started");

    expect(lines[0]?.endsWith("\n")).toBe(true);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      request_id: "r1",
      count: 3,
      at: "1970-01-01T00:00:00.000Z",
      msg: "started",
    });
  });

  test("entries below the level are dropped", () => {
    const { log, lines } = captured({ level: "warn" });

    log.info("dropped");
    log.warn("kept");

    expect(lines).toHaveLength(1);
  });

  test("no input can forge a second line, for machines or for people", () => {
    for (const human of [false, true]) {
      const { log, lines, text } = captured({ human });

      log.info({ name: "a\nb\u001b[2J" }, "first\n2026-01-01 ERROR forged\u001b[2J");

      expect(lines).toHaveLength(1);
      expect(text().indexOf("\n")).toBe(text().length - 1);
      expect(text()).not.toContain("\u001b");
    }
  });

  test("lines for people show level, message and fields, and hide the same secrets", () => {
    const { log, text } = captured({ human: true });

    log.warn({ user: "ada", password: canary }, "slow statement");

    expect(text()).toMatch(/^\S+Z WARN {2}slow statement user="ada" password="\[redacted\]"\n$/);
  });
});
