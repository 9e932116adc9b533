import { connect, type Socket } from "node:net";

/** A response as it stood on the wire. */
export interface RawAnswer {
  status: number;
  /** By lower-case name; of a repeated header the last. */
  headers: Readonly<Record<string, string>>;
  /** All header lines as sent. */
  head: string;
  body: string;
  /** Everything that came after this response. */
  rest: string;
}

/** Opens a TCP connection to `http://host:port`. Errors of the connection end it, and nothing else. */
export function openSocket(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}

/** Everything that the server sends until it closes its side, at most `deadlineMs`. */
export function readToEnd(socket: Socket, deadlineMs = 15_000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection is still open after ${deadlineMs} ms`));
    }, deadlineMs);
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    const done = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    };
    socket.once("end", done);
    socket.once("close", done);
  });
}

/**
 * Sends these bytes on a connection of their own and gives the first response; null where the server closed the
 * connection without one. A request should carry `Connection: close`, or be one that the server closes upon.
 */
export async function sendRaw(
  origin: string,
  request: string | Uint8Array,
): Promise<RawAnswer | null> {
  const socket = await openSocket(origin);
  const received = readToEnd(socket);
  socket.write(request);
  const bytes = await received;
  socket.destroy();
  return bytes.length === 0 ? null : parseRawAnswer(bytes);
}

/** Reads the first response of some bytes; throws an Error where there is none. */
export function parseRawAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]);
  if (end < 0 || Number.isNaN(status)) throw new Error(`no response: ${text.slice(0, 100)}`);
  const head = text.slice(0, end);
  const pairs = head.split("\r\n").slice(1).map(headerPair);
  const headers = Object.fromEntries(pairs);
  const from = bytes.subarray(end + 4);
  const length = Number(headers["content-length"] ?? 0);
  return {
    status,
    headers,
    head,
    body: from.subarray(0, length).toString("utf8"),
    rest: from.subarray(length).toString("latin1"),
  };
}

function headerPair(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
