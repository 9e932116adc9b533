import { Agent, request } from "node:http";

/** What a request was answered with. */
export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
  /** Milliseconds from sending to the last byte. */
  tookMs: number;
}

/** One request as bytes, so that anything can be sent. */
export interface Sent {
  method: string;
  /** Path and query, sent as it is. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request; rejects when the connection breaks or nothing came within `timeoutMs`. */
export function send(address: string, sent: Sent, timeoutMs = 15_000): Promise<Answer> {
  const { hostname, port } = new URL(address);
  const { method, path, headers, body } = sent;
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { "content-length": String(body.length) };
    const options = { agent, hostname, port, method, path, timeout: timeoutMs };
    const asked = request({ ...options, headers: { ...headers, ...length } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.once("error", reject);
      answer.once("end", () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts),
          tookMs: performance.now() - begun,
        });
      });
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    asked.once("error", reject);
    if (body !== null) asked.write(body);
    asked.end();
  });
}

/** A JSON request that must succeed; gives the decoded body. Throws with the answer otherwise. */
export async function must(
  address: string,
  method: string,
  path: string,
  options: { token?: string; body?: unknown } = {},
): Promise<Record<string, unknown>> {
  const headers: Record<string, string> =
    options.token === undefined ? {} : { "coder-session-token": options.token };
  const body = options.body === undefined ? null : Buffer.from(JSON.stringify(options.body));
  const answer = await send(address, { method, path: `/api/v2${path}`, headers, body });
  const text = answer.body.toString("utf8");
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
