import type { Answer, Client, SendOptions } from "./client.ts";

/** A browser's cookies in front of an app: what it was told to keep goes with every request. */
export interface BrowserJar {
  /** The cookies by name; tests may plant and take. */
  readonly cookies: Map<string, string>;
  get(path: string, options?: SendOptions): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
}

/** A browser without cookies; `client` should be anonymous. */
export function browserJar(client: Client): BrowserJar {
  const cookies = new Map<string, string>();
  async function send(method: "GET" | "POST", path: string, options: SendOptions): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const headers = {
      ...options.headers,
      ...(cookie.length > 0 ? { cookie: cookie.join("; ") } : {}),
    };
    const answer = await client.send(method, path, { ...options, headers });
    for (const text of [answer.headers["set-cookie"] ?? []].flat()) keep(cookies, String(text));
    return answer;
  }
  return {
    cookies,
    get: (path, options = {}) => send("GET", path, options),
    post: (path, body) => {
      const token = cookies.get("coder_session_token");
      const headers: Record<string, string> =
        token === undefined ? {} : { "coder-session-token": token };
      return send("POST", path, { body, headers });
    },
  };
}

function keep(cookies: Map<string, string>, text: string): void {
  const [pair = "", ...attributes] = text.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  const isOver = attributes.some((attribute) => attribute.trim().toLowerCase() === "max-age=0");
  if (isOver) cookies.delete(name);
  else cookies.set(name, decodeURIComponent(pair.slice(at + 1)));
}
