import { createServer, type Server } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type SmtpSinkOptions, startSmtpSink } from "../../../testkit/src/smtp-sink.ts";
import { createMailer, MailError, type MailMessage } from "./mail.ts";
import type { MailerOptions } from "./mail-options.ts";
import { asSecret } from "./secrets.ts";

const deadlineMs = 5000;
const password = asSecret("c4n4rY-s3cr3t");
const login = { username: "relay", password };

const message: MailMessage = {
  to: "ada@example.com",
  subject: "Grüße",
  text: "Straße\nsecond line\n",
  html: "<p>Straße = 5 €</p>\n",
  messageId: "6f1c0a52-9d0f-4a3c-8f1e-0f6a3b1c2d4e",
};

const cleanups: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function sink(options?: SmtpSinkOptions) {
  const started = await startSmtpSink(options);
  cleanups.push(() => started.stop());
  return started;
}

function mailer(options: Partial<MailerOptions> & { smarthost: string }) {
  const made = createMailer({ from: "noreply@dev.example.com", timeoutMs: deadlineMs, ...options });
  cleanups.push(() => made.close());
  return made;
}

async function failure(sending: Promise<void>): Promise<MailError> {
  const error: unknown = await sending.then(
    () => new Error("it was sent"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MailError);
  return error instanceof MailError ? error : new MailError("", { isPermanent: true });
}

describe("a message", () => {
  test("arrives with both bodies, its subject and the headers of the spec", async () => {
    const { smarthost, waitForMessage } = await sink();

    await mailer({
      smarthost,
      from: "Dev Platform <noreply@dev.example.com>",
      hello: "gw.local",
    }).send(message);

    const got = await waitForMessage(deadlineMs);
    expect(got.envelope).toEqual({ from: "noreply@dev.example.com", to: ["ada@example.com"] });
    expect([got.subject, got.text, got.html]).toEqual([
      message.subject,
      message.text,
      message.html,
    ]);
    expect(got.hello).toBe("gw.local");
    expect(got.headers.get("from")).toBe("Dev Platform <noreply@dev.example.com>");
    expect(got.headers.get("to")).toBe("ada@example.com");
    expect(got.headers.get("message-id")).toBe(`<${message.messageId}@gw.local>`);
    expect(got.headers.get("mime-version")).toBe("1.0");
    expect(got.headers.get("content-type")).toMatch(/^multipart\/alternative;/);
    expect(Number.isNaN(Date.parse(got.headers.get("date") ?? ""))).toBe(false);
    expect(got.raw.match(/Content-Transfer-Encoding: quoted-printable/g)).toHaveLength(2);
    expect(got.raw.indexOf("text/plain")).toBeLessThan(got.raw.indexOf("text/html"));
    expect(got.raw).not.toMatch(/nodemailer/i);
  });

  test("the subject is encoded, so no byte above ASCII is in the headers", async () => {
    const { smarthost, waitForMessage } = await sink();

    await mailer({ smarthost }).send(message);

    const { raw } = await waitForMessage(deadlineMs);
    expect(raw.slice(0, raw.indexOf("\r\n\r\n"))).toMatch(/^[\t\r\n -~]*$/);
  });

  test.each([
    ["a header in the recipient", { to: "ada@example.com\r\nBcc: eve@example.com" }],
    ["a second recipient", { to: "ada@example.com, eve@example.com" }],
    ["a recipient in brackets", { to: "<ada@example.com>" }],
    ["a group of recipients", { to: "all:ada@example.com;" }],
    ["no recipient", { to: "" }],
    ["a header in the subject", { subject: "Hello\r\nBcc: eve@example.com" }],
    ["a bare line feed in the subject", { subject: "Hello\nX: y" }],
    ["a header in the message id", { messageId: "id>\r\nBcc: eve@example.com" }],
  ])("%s is refused for good, before the server hears of it", async (_case, change) => {
    const { smarthost, messages } = await sink();

    const error = await failure(mailer({ smarthost }).send({ ...message, ...change }));

    expect(error.isPermanent).toBe(true);
    expect(messages).toHaveLength(0);
  });

  test("no subject that is accepted adds a header or a recipient", async () => {
    const { smarthost, messages } = await sink();
    const { send } = mailer({ smarthost });

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (subject) => {
        const before = messages.length;
        await send({ ...message, subject }).catch((error: unknown) => {
          expect(error).toMatchObject({ isPermanent: true });
        });
        for (const { headers, envelope } of messages.slice(before)) {
          expect(envelope.to).toEqual(["ada@example.com"]);
          expect(expectedHeaders).toEqual(expect.arrayContaining([...headers.keys()]));
        }
      }),
      { numRuns: 15 },
    );
  });

  const expectedHeaders = [
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "subject",
    "to",
  ];
});

describe("transport security", () => {
  test("STARTTLS encrypts and verifies the certificate", async () => {
    const { smarthost, certificate, waitForMessage } = await sink({ tls: "starttls" });

    await mailer({ smarthost, tls: { startTls: true, caCertificates: certificate } }).send(message);

    expect((await waitForMessage(deadlineMs)).isSecure).toBe(true);
  });

  test("a server that does not offer the demanded STARTTLS gets neither mail nor password", async () => {
    const { smarthost, messages } = await sink({ login });

    const error = await failure(
      mailer({ smarthost, auth: login, tls: { startTls: true } }).send(message),
    );

    expect(error.isPermanent).toBe(false);
    expect(messages).toHaveLength(0);
  });

  test("TLS from the first byte works where it is forced", async () => {
    const { smarthost, certificate, waitForMessage } = await sink({ tls: "implicit" });
    const tls = { startTls: true, caCertificates: certificate };

    await mailer({ smarthost, forceTls: true, tls }).send(message);

    expect((await waitForMessage(deadlineMs)).isSecure).toBe(true);
  });

  test.each(["starttls", "implicit"] as const)(
    "an unknown certificate is refused (%s)",
    async (tls) => {
      const { smarthost, messages } = await sink({ tls });

      const error = await failure(
        mailer({ smarthost, forceTls: tls === "implicit", tls: { startTls: true } }).send(message),
      );

      expect(error.isPermanent).toBe(false);
      expect(messages).toHaveLength(0);
    },
  );

  test("a certificate for another name is refused", async () => {
    const { smarthost, certificate } = await sink({ tls: "starttls" });
    const tls = { startTls: true, caCertificates: certificate, serverName: "mail.example.com" };

    const error = await failure(mailer({ smarthost, tls }).send(message));

    expect(error.isPermanent).toBe(false);
  });

  test("any certificate is taken only when the operator says so", async () => {
    const { smarthost, waitForMessage } = await sink({ tls: "implicit" });

    await mailer({ smarthost, forceTls: true, tls: { skipVerify: true } }).send(message);

    expect((await waitForMessage(deadlineMs)).isSecure).toBe(true);
  });
});

describe("login", () => {
  test("PLAIN is preferred, LOGIN is used where there is nothing else", async () => {
    const both = await sink({ login });
    const old = await sink({ login, loginMethods: ["LOGIN"] });

    await mailer({ smarthost: both.smarthost, auth: login }).send(message);
    await mailer({ smarthost: old.smarthost, auth: login }).send(message);

    expect((await both.waitForMessage(deadlineMs)).login?.method).toBe("PLAIN");
    expect((await old.waitForMessage(deadlineMs)).login?.method).toBe("LOGIN");
  });

  test("an authorization identity is passed on", async () => {
    const { smarthost, waitForMessage } = await sink({ login });

    await mailer({ smarthost, auth: { ...login, identity: "platform" } }).send(message);

    expect((await waitForMessage(deadlineMs)).login).toEqual({
      method: "PLAIN",
      identity: "platform",
    });
  });

  test.each([undefined, "platform"])(
    "a wrong password fails for now, and no error shows it (identity %s)",
    async (identity) => {
      const { smarthost } = await sink({ login: { username: "relay", password: "right" } });
      const auth = { ...login, ...(identity === undefined ? {} : { identity }) };

      const error = await failure(mailer({ smarthost, auth }).send(message));

      const shown = JSON.stringify([error.message, error.stack, String(error.cause), { ...error }]);
      const encoded = Buffer.from(`${identity ?? ""}\0relay\0${password}`).toString("base64");
      expect(error.isPermanent).toBe(false);
      expect(shown).not.toContain(password);
      expect(shown).not.toContain(encoded);
    },
  );
});

describe("trouble", () => {
  test("a refused recipient fails for now", async () => {
    const { smarthost } = await sink({ refuses: () => true });

    const error = await failure(mailer({ smarthost }).send(message));

    expect(error.isPermanent).toBe(false);
    expect(error.message).toContain("550");
    expect(error.message).not.toContain("ada@example.com");
  });

  test("a server that is not there fails for now", async () => {
    const { smarthost, stop } = await sink();
    await stop();

    const error = await failure(mailer({ smarthost }).send(message));

    expect(error.isPermanent).toBe(false);
  });

  test("a server that says nothing is given up after the timeout", async () => {
    const server = createServer();
    const port = await listen(server);

    const error = await failure(
      mailer({ smarthost: `127.0.0.1:${port}`, timeoutMs: 200 }).send(message),
    );

    expect(error.isPermanent).toBe(false);
  });

  test("a server that drips its greeting is given up after the timeout", async () => {
    const server = createServer((socket) => {
      const timer = setInterval(() => socket.write("220-still here\r\n"), 20);
      socket.on("close", () => clearInterval(timer)).on("error", () => {});
    });
    const port = await listen(server);

    const error = await failure(
      mailer({ smarthost: `127.0.0.1:${port}`, timeoutMs: 300 }).send(message),
    );

    expect(error.isPermanent).toBe(false);
  });

  test("a closed mailer sends nothing more", async () => {
    const { smarthost, messages } = await sink();
    const closed = mailer({ smarthost });

    closed.close();
    closed.close();
    const error = await failure(closed.send(message));

    expect(error.isPermanent).toBe(false);
    expect(messages).toHaveLength(0);
  });

  async function listen(server: Server): Promise<number> {
    const sockets = new Set<{ destroy(): void }>();
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }
});

describe("configuration", () => {
  test.each([
    { from: "", smarthost: "localhost:25" },
    { from: "a@b.c", smarthost: "" },
  ])("without sender or server, mail is not configured and fails for good: %j", async (options) => {
    const made = createMailer(options);

    const error = await failure(made.send(message));

    expect(made.configured).toBe(false);
    expect(error.isPermanent).toBe(true);
  });

  test.each([
    "localhost",
    "localhost:",
    ":25",
    "localhost:0",
    "localhost:65536",
    "a:b:25",
    "http://a:25",
  ])("the server %j is refused by name of its option", (smarthost) => {
    expect(() => createMailer({ from: "a@b.c", smarthost })).toThrow(/email-smarthost/);
  });

  test.each(["Ada", "a@b.c, d@e.f", "Ada <a@b.c", "<>", "a@b.c\r\nBcc: d@e.f", "Ada <a@b.c> x"])(
    "the sender %j is refused by name of its option",
    (from) => {
      expect(() => createMailer({ from, smarthost: "localhost:25" })).toThrow(/email-from/);
    },
  );

  test.each(["a@b.c", "Ada <a@b.c>", '"Ada, L." <a@b.c>', "<a@b.c>", "Größe <a@b.c>"])(
    "the sender %j is accepted",
    (from) => {
      expect(createMailer({ from, smarthost: "[::1]:25" }).configured).toBe(true);
    },
  );
});
