import type { Socket } from "node:net";

/** Statuses of requests that Node's parser refuses before there is a request object. */
export type ClientErrorStatus = 400 | 408 | 413 | 431;

/** Largest URL and headers together, in bytes: `maxHeaderSize` of the server (spec users §1.3). */
export const maxHeaderBytes = 16_384;

/** What the answers carry and how long a refused client is listened to. */
export type ClientErrorOptions = {
  /** Value of `X-Coder-Build-Version`. */
  readonly buildVersion: string;
  /** Value of `X-Gatehouse-Version`. */
  readonly productVersion: string;
  readonly newRequestId: () => string;
  /** For the `Date` header. */
  readonly now: () => Date;
  /** Bytes read and thrown away after the answer; default 4 MiB. */
  readonly maxDrainBytes?: number;
  /** Time the client has to read the answer and stop sending; default 5 s. */
  readonly maxDrainMs?: number;
  /** Told about every answer, for log and metrics. */
  readonly onAnswer?: (answer: ClientErrorAnswer) => void;
};

/** One answered client error. */
export type ClientErrorAnswer = {
  readonly status: ClientErrorStatus;
  readonly requestId: string;
  /** Node's error code, such as `HPE_INVALID_METHOD`. */
  readonly code: string;
};

const texts: Readonly<Record<ClientErrorStatus, { reason: string; message: string }>> = {
  400: { reason: "Bad Request", message: "The request is not valid HTTP." },
  408: { reason: "Request Timeout", message: "The request took too long to arrive." },
  413: { reason: "Payload Too Large", message: "The request body is too large." },
  431: {
    reason: "Request Header Fields Too Large",
    message: "The URL and headers of the request are too large.",
  },
};

/** The status for a code of Node's HTTP server; 400 for all that is not listed. */
export function clientErrorStatus(code: string): ClientErrorStatus {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") return 413;
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  return 400;
}

/**
 * A whole HTTP/1.1 response with the error envelope (spec users §1.2, §1.4), closing the
 * connection. Echoes nothing of the request.
 */
export function clientErrorResponse(
  status: ClientErrorStatus,
  facts: Pick<ClientErrorOptions, "buildVersion" | "productVersion"> & {
    readonly requestId: string;
    readonly date: Date;
  },
): string {
  const { reason, message } = texts[status];
  const body = `${JSON.stringify({ message })}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    `Date: ${facts.date.toUTCString()}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Vary: Cookie",
    "X-Content-Type-Options: nosniff",
    `X-Coder-Build-Version: ${headerText(facts.buildVersion)}`,
    `X-Gatehouse-Version: ${headerText(facts.productVersion)}`,
    `X-Coder-Request-Id: ${headerText(facts.requestId)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

function headerText(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, "");
}

/** A response that Node has under way on a connection; the part of `ServerResponse` we need. */
type PendingResponse = {
  readonly headersSent: boolean;
  readonly req: { readonly complete: boolean };
  once(event: "close", listener: () => void): unknown;
};

/**
 * Makes the listener for the `clientError` event of one `node:http` server.
 *
 * It answers, closes its own side, and goes on reading for a bounded number of bytes and time:
 * closing at once would reset the connection and destroy the answer while the client still sends.
 * Node reports every further piece of a refused request as an error of its own; a connection is
 * answered once. Behind complete requests that are still being answered the error waits its turn,
 * so that it is never read as the answer to one of them; after a response that has begun on an
 * incomplete request the connection is cut.
 */
export function createClientErrorHandler(
  options: ClientErrorOptions,
): (error: Error, socket: Socket) => void {
  const drainLimits = new WeakMap<Socket, number>();
  const { maxDrainBytes = 4 * 1024 * 1024, maxDrainMs = 5_000 } = options;

  function destroyAfterDrain(socket: Socket): void {
    const timer = setTimeout(() => socket.destroy(), maxDrainMs).unref();
    socket.once("close", () => clearTimeout(timer));
  }

  function answer(code: string, socket: Socket): void {
    const pending = pendingResponse(socket);
    if (pending?.req.complete === true) {
      // Node puts the next pipelined response in place before this listener runs.
      pending.once("close", () => answer(code, socket));
      return;
    }
    destroyAfterDrain(socket);
    // An earlier response may have closed our side already and still be on its way.
    if (socket.destroyed || socket.writableEnded) return;
    if (pending?.headersSent === true) {
      socket.destroy();
      return;
    }
    const status = clientErrorStatus(code);
    const requestId = options.newRequestId();
    const { buildVersion, productVersion } = options;
    const versions = { buildVersion, productVersion };
    socket.end(clientErrorResponse(status, { ...versions, requestId, date: options.now() }));
    options.onAnswer?.({ status, requestId, code });
  }

  return (error, socket) => {
    const limit = drainLimits.get(socket);
    if (limit !== undefined) {
      if (socket.bytesRead > limit) socket.destroy();
      return;
    }
    const code = errorCode(error);
    if (code === "ECONNRESET" || socket.destroyed) {
      socket.destroy();
      return;
    }
    drainLimits.set(socket, socket.bytesRead + maxDrainBytes);
    answer(code, socket);
  };
}

function errorCode(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}

/** Node keeps the response that owns the connection under this name and offers no public one. */
function pendingResponse(socket: Socket): PendingResponse | null {
  const held: unknown = "_httpMessage" in socket ? socket._httpMessage : null;
  return isPendingResponse(held) ? held : null;
}

function isPendingResponse(value: unknown): value is PendingResponse {
  return typeof value === "object" && value !== null && "headersSent" in value && "req" in value;
}
