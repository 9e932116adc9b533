import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { makeTestCertificate } from "./smtp-sink-certificate.ts";
import { type ParsedMail, parseMail } from "./smtp-sink-message.ts";

/** How a sink behaves; by default it takes everything, in clear, without a login. */
export interface SmtpSinkOptions {
  /** `implicit` = TLS from the first byte, `starttls` = offered; default `none`. */
  readonly tls?: "none" | "starttls" | "implicit";
  /** Demands this login. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Login methods to offer; default PLAIN and LOGIN. */
  readonly loginMethods?: readonly ("PLAIN" | "LOGIN")[];
  /** Recipients to refuse with 550. */
  readonly refuses?: (address: string) => boolean;
}

/** A message as it arrived. */
export interface SinkMessage extends ParsedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The bytes as text. */
  readonly raw: string;
  /** Whether the connection was encrypted. */
  readonly isSecure: boolean;
  /** Name from EHLO. */
  readonly hello: string;
  /** How the sender logged in, if it did. */
  readonly login: { readonly method: string; readonly identity: string } | null;
}

/** A mail server on loopback that keeps what it gets. */
export interface SmtpSink {
  readonly port: number;
  /** `host:port` for the mailer's option; an address, so that no name has to be resolved. */
  readonly smarthost: string;
  /** PEM to trust when the sink speaks TLS; empty otherwise. */
  readonly certificate: string;
  /** Everything received so far, oldest first. */
  readonly messages: readonly SinkMessage[];
  /** Waits for the first message, past or future, that `matches`. Rejects when `deadlineMs` passes before. */
  waitForMessage(deadlineMs: number, matches?: (m: SinkMessage) => boolean): Promise<SinkMessage>;
  /** Ends the server and its connections. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a mail server on a free port of 127.0.0.1; the caller stops it. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const inbox = createInbox();
  const tls = options.tls ?? "none";
  const { certificate, key } =
    tls === "none" ? { certificate: "", key: "" } : makeTestCertificate();
  const server = new SMTPServer({
    ...behaviour(options, inbox.add),
    ...(tls === "none" ? { disabledCommands: ["STARTTLS"] } : { cert: certificate, key }),
    secure: tls === "implicit",
  });
  // A client that goes away in the middle is part of the tests, not an error of the sink.
  server.on("error", () => {});
  const port = await listen(server);
  let stopped: Promise<void> | undefined;
  return {
    port,
    smarthost: `127.0.0.1:${port}`,
    certificate,
    messages: inbox.messages,
    waitForMessage: inbox.waitFor,
    stop() {
      stopped ??= new Promise((resolve) => server.close(() => resolve()));
      return stopped;
    },
  };
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("the sink has no port"));
    });
  });
}

function behaviour(options: SmtpSinkOptions, add: (m: SinkMessage) => void): SMTPServerOptions {
  const logins = new Map<string, { method: string; identity: string }>();
  return {
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    authMethods: [...(options.loginMethods ?? ["PLAIN", "LOGIN"])],
    closeTimeout: 100,
    onAuth(auth, session, callback) {
      const { login } = options;
      const isRight = login?.username === auth.authcid || login?.username === auth.username;
      if (login === undefined || !isRight || login.password !== auth.password) {
        return callback(new Error("wrong login"));
      }
      logins.set(session.id, { method: auth.method, identity: auth.authzid ?? "" });
      callback(null, { user: login.username });
    },
    onRcptTo(recipient, _session, callback) {
      const isRefused = options.refuses?.(recipient.address) === true;
      callback(isRefused ? Object.assign(new Error("no such user"), { responseCode: 550 }) : null);
    },
    onData(stream, session, callback) {
      text(stream).then((raw) => {
        add(received(raw, session, logins.get(session.id) ?? null));
        callback();
      }, callback);
    },
  };
}

function received(
  raw: string,
  session: SMTPServerSession,
  login: SinkMessage["login"],
): SinkMessage {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    ...parseMail(raw),
    envelope: {
      from: mailFrom === false ? "" : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
    },
    raw,
    isSecure: session.secure,
    hello: session.hostNameAppearsAs || "",
    login,
  };
}

function createInbox() {
  const messages: SinkMessage[] = [];
  const watchers = new Set<(message: SinkMessage) => void>();
  return {
    messages,
    add(message: SinkMessage) {
      messages.push(message);
      for (const watcher of watchers) watcher(message);
    },
    waitFor(deadlineMs: number, matches = (_message: SinkMessage) => true): Promise<SinkMessage> {
      const known = messages.find(matches);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const watcher = (message: SinkMessage) => {
          if (!matches(message)) return;
          clearTimeout(timer);
          watchers.delete(watcher);
          resolve(message);
        };
        const timer = setTimeout(() => {
          watchers.delete(watcher);
          reject(new Error(`no such mail within ${deadlineMs} ms; ${messages.length} others came`));
        }, deadlineMs);
        watchers.add(watcher);
      });
    },
  };
}
