import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/** Headers that only belong to the wish for another protocol (RFC 9110 §7.8, RFC 7540 §3.2.1). */
const upgradeHeaders: readonly string[] = ["upgrade", "http2-settings"];

/**
 * Answers a request as if it had not asked for another protocol, which every server may do
 * (RFC 9110 §7.8). Node takes such a request off HTTP as soon as somebody listens for upgrades, while
 * common clients ask for `h2c` with each of theirs.
 *
 * The head is written anew without the wish and read again, with what came after it, by the same server.
 */
export function ignoreUpgrade(
  server: Server,
  request: IncomingMessage,
  connection: { socket: Duplex; head: Buffer },
): void {
  const { socket, head } = connection;
  const lines = [`${request.method ?? "GET"} ${request.url ?? "/"} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    const value = keptValue(name.toLowerCase(), request.rawHeaders[index + 1] ?? "");
    if (value !== null) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

/** The value of a header without the wish; null where nothing of it is left. */
function keptValue(name: string, value: string): string | null {
  if (upgradeHeaders.includes(name)) return null;
  if (name !== "connection") return value;
  const tokens = value.split(",").map((token) => token.trim());
  const kept = tokens.filter((token) => !upgradeHeaders.includes(token.toLowerCase()));
  return kept.length === 0 ? null : kept.join(", ");
}
