import type { SMTPTransportOptions } from "nodemailer";
import type { Secret } from "./secrets.ts";

/** How to reach the mail server (spec deployment §7.4); contents of files, not their names. */
export interface MailerOptions {
  /** Sender, `address` or `Name <address>`; empty = mail is not configured. */
  readonly from: string;
  /** `host:port`, IPv6 in brackets; empty = mail is not configured. */
  readonly smarthost: string;
  /** Name for EHLO and the right side of Message-Ids; default is the name of the machine. */
  readonly hello?: string;
  /** TLS from the first byte on any port (on 465 always); STARTTLS is then off. */
  readonly forceTls?: boolean;
  readonly auth?: MailAuth;
  readonly tls?: MailTls;
  /** Time for one message from connecting to the server's last answer; default 60,000. */
  readonly timeoutMs?: number;
}

/** Credentials for AUTH PLAIN, or LOGIN where the server offers nothing better; an empty user name means none. */
export interface MailAuth {
  /** Identity to act as (RFC 4616), usually empty. */
  readonly identity?: string;
  readonly username: string;
  readonly password: Secret;
}

/** Transport security; names as the options of the server. */
export interface MailTls {
  /** Demand STARTTLS; a server without it gets no mail. */
  readonly startTls?: boolean;
  /** Name to expect in the certificate; default is the host. */
  readonly serverName?: string;
  /** Accept any certificate. */
  readonly skipVerify?: boolean;
  /** PEM of the authorities to trust instead of the system's. */
  readonly caCertificates?: string;
  /** PEM of our own certificate and its key. */
  readonly certificate?: string;
  readonly certificateKey?: Secret;
}

const implicitTlsPort = 465;
const maxStepMs = 10_000;

/** Whether a sender and a server are set. */
export function isMailConfigured({ from, smarthost }: MailerOptions): boolean {
  return from !== "" && smarthost !== "";
}

/** Translates our options for the library. Throws a `RangeError` that names the option when one cannot be meant. */
export function transportOptions(options: MailerOptions, hello: string): SMTPTransportOptions {
  const { host, port } = parseSmarthost(options.smarthost);
  const isImplicitTls = options.forceTls === true || port === implicitTlsPort;
  const wantsStartTls = !isImplicitTls && options.tls?.startTls === true;
  const timeoutMs = options.timeoutMs ?? 60_000;
  return {
    host,
    port,
    name: hello,
    secure: isImplicitTls,
    requireTLS: wantsStartTls,
    ignoreTLS: !isImplicitTls && !wantsStartTls,
    tls: tlsOptions(options.tls ?? {}),
    ...authOptions(options.auth),
    connectionTimeout: Math.min(timeoutMs, maxStepMs),
    greetingTimeout: Math.min(timeoutMs, maxStepMs),
    dnsTimeout: Math.min(timeoutMs, maxStepMs),
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Splits `host:port`. Throws a `RangeError` when either is missing. */
export function parseSmarthost(smarthost: string): { host: string; port: number } {
  const [, v6, name, digits] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]]+)):([0-9]{1,5})$/.exec(smarthost) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new RangeError("email-smarthost must have the form host:port");
  }
  return { host, port };
}

function tlsOptions(tls: MailTls): NonNullable<SMTPTransportOptions["tls"]> {
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: tls.skipVerify !== true,
    ...(tls.serverName ? { servername: tls.serverName } : {}),
    ...(tls.caCertificates ? { ca: tls.caCertificates } : {}),
    ...(tls.certificate ? { cert: tls.certificate } : {}),
    ...(tls.certificateKey ? { key: tls.certificateKey } : {}),
  };
}

function authOptions(auth: MailAuth | undefined): SMTPTransportOptions {
  if (auth === undefined || auth.username === "") return {};
  const credentials = { user: auth.username, pass: auth.password };
  if (!auth.identity) return { auth: credentials };
  return { auth: { ...credentials, type: "custom", method: "PLAIN" }, customAuth: plainAs(auth) };
}

/** AUTH PLAIN with an authorization identity, which the library leaves out. */
function plainAs(auth: MailAuth): NonNullable<SMTPTransportOptions["customAuth"]> {
  const response = `${auth.identity ?? ""}\0${auth.username}\0${auth.password}`;
  return {
    PLAIN: async (context) => {
      const command = `AUTH PLAIN ${Buffer.from(response, "utf8").toString("base64")}`;
      const { status } = await context.sendCommand(command);
      if (status !== 235) throw new Error(`the mail server refused the login (${status})`);
    },
  };
}
