import { hostname } from "node:os";
import { createTransport, type SendMailOptions } from "nodemailer";
import { isMailConfigured, type MailerOptions, transportOptions } from "./mail-options.ts";

/** One message to one person. */
export interface MailMessage {
  /** A single bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Left side of the Message-Id; the same for every attempt, so that receivers recognise repetitions. */
  readonly messageId: string;
}

/** Sends mail through one server. */
export interface Mailer {
  /** Whether a sender and a server are set; without them every message fails permanently. */
  readonly configured: boolean;
  /**
   * Hands a message to the server; resolves when the server has taken it. Rejects with `MailError`. After a timeout the
   * server may have taken it all the same: delivery is at least once. Never call it inside a transaction.
   */
  send(message: MailMessage): Promise<void>;
  /** Refuses further messages; those under way end by themselves. Idempotent. */
  close(): void;
}

/** A message was not handed over; `cause` holds the answer of the server, for the log only. */
export class MailError extends Error {
  override readonly name = "MailError";
  /** True when another attempt cannot succeed: mail is not configured, or the message itself is bad. */
  readonly isPermanent: boolean;

  constructor(message: string, options: { isPermanent: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.isPermanent = options.isPermanent;
  }
}

const defaultTimeoutMs = 60_000;

/** Makes a mailer; connects only to send. Throws a `RangeError` that names the option when one is malformed. */
export function createMailer(options: MailerOptions): Mailer {
  if (!isMailConfigured(options)) return unconfigured;
  const sender = parseSender(options.from);
  const hello = options.hello || hostname();
  const transport = createTransport(transportOptions(options, hello));
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  let isClosed = false;
  return {
    configured: true,
    async send(message) {
      checkMessage(message);
      if (isClosed) throw new MailError("the mailer is closed", { isPermanent: false });
      const sending = transport.sendMail(composed(message, sender, hello));
      await withDeadline(sending, timeoutMs);
    },
    close() {
      isClosed = true;
      transport.close();
    },
  };
}

const unconfigured: Mailer = {
  configured: false,
  send: () => Promise.reject(permanent("mail is not configured")),
  close: () => {},
};

type Sender = { readonly name: string; readonly address: string };

function composed(message: MailMessage, from: Sender, host: string): SendMailOptions {
  return {
    from,
    // An object is one recipient whatever it contains; a string would be taken apart at commas.
    to: { name: "", address: message.to },
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: `<${message.messageId}@${host}>`,
    encoding: "quoted-printable",
    headers: { "Auto-Submitted": "auto-generated" },
    xMailer: false,
  };
}

async function withDeadline(sending: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(retryable("the mail server took too long")), timeoutMs);
  });
  try {
    await Promise.race([sending, deadline]);
  } catch (error) {
    throw error instanceof MailError ? error : retryable(summary(error), error);
  } finally {
    clearTimeout(timer);
  }
}

/** Names the step that failed without quoting the server, whose words may repeat ours. */
function summary(error: unknown): string {
  const facts = ["code", "command", "responseCode"].flatMap((name) => {
    const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
    return typeof value === "string" || typeof value === "number" ? [`${value}`] : [];
  });
  return `the message could not be handed to the mail server (${facts.join(", ") || "unknown"})`;
}

const controlCharacter = /\p{Cc}/u;
// No quoted local parts: nobody has one, and every parser on the way reads them differently.
const bareAddress = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/u;

/** Refuses what could add a header or a recipient (CR, LF and other control characters, lists of addresses). */
function checkMessage({ to, subject, messageId }: MailMessage): void {
  if (controlCharacter.test(to) || !bareAddress.test(to)) throw permanent("bad recipient address");
  if (controlCharacter.test(subject)) throw permanent("bad subject");
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(messageId)) throw permanent("bad message id");
}

function parseSender(from: string): Sender {
  const [, quoted, plain, inner] = /^\s*(?:"([^"]*)"|([^"<>]*?))\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  const address = inner ?? from.trim();
  if (controlCharacter.test(from) || !bareAddress.test(address)) {
    throw new RangeError("email-from must be an address or have the form Name <address>");
  }
  return { name: quoted ?? plain ?? "", address };
}

function permanent(message: string): MailError {
  return new MailError(message, { isPermanent: true });
}

function retryable(message: string, cause?: unknown): MailError {
  return new MailError(message, { isPermanent: false, cause });
}
