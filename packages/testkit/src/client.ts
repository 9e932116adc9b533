import type { FastifyInstance } from "fastify";

type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";

/** What a test sends besides method and path. */
export interface SendOptions {
  /** An object is sent as JSON; text and bytes as they are. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** An answer; `json` is read leniently so that tests can assert on any body. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | number | undefined>>;
  text: string;
  // Tests look at arbitrary answers.
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on the shape themselves
  json: any;
}

/** Sends requests to an app by injection, as one caller. */
export class Client {
  readonly #http: FastifyInstance;
  readonly #token: string | null;

  constructor(http: FastifyInstance, token: string | null) {
    this.#http = http;
    this.#token = token;
  }

  /** The session token of this caller, or null. */
  get token(): string | null {
    return this.#token;
  }

  get(path: string, options?: SendOptions): Promise<Answer> {
    return this.send("GET", path, options);
  }

  post(path: string, body?: unknown, options: SendOptions = {}): Promise<Answer> {
    return this.send("POST", path, { ...options, body });
  }

  put(path: string, body?: unknown, options: SendOptions = {}): Promise<Answer> {
    return this.send("PUT", path, { ...options, body });
  }

  patch(path: string, body?: unknown, options: SendOptions = {}): Promise<Answer> {
    return this.send("PATCH", path, { ...options, body });
  }

  delete(path: string, options?: SendOptions): Promise<Answer> {
    return this.send("DELETE", path, options);
  }

  /** Sends any request; `path` may leave out the `/api/v2` prefix where it starts with `/users` and the like. */
  async send(method: HttpMethod, path: string, options: SendOptions = {}): Promise<Answer> {
    const { body } = options;
    const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const response = await this.#http.inject({
      method,
      url: absolute(path),
      headers: {
        ...(this.#token === null ? {} : { "coder-session-token": this.#token }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { payload: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      json: parsed(response.body),
    };
  }
}

const ownPaths =
  /^\/(api|healthz|readyz|metrics|openapi\.json|docs|latency-check|derp|oauth2|\.well-known)(\/|\?|$)/;

function absolute(path: string): string {
  return path === "/" || ownPaths.test(path) || path.startsWith("//") ? path : `/api/v2${path}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
