import type { EndpointId } from "@gatehouse/contract";
import { routes } from "./endpoints.gen.ts";
import { ApiFailure, failureOf } from "./failure.ts";
import { readJson, writeJson } from "./json.ts";
import type { Answer, Request } from "./types.ts";

/** What a client needs to know about its server. */
export interface ClientSettings {
  /** Where the API is, without a slash at the end; empty: the page's own origin. */
  readonly baseUrl?: string;
  /** Headers of each request, asked for again every time (a session token, a CSRF token). */
  readonly headers?: (method: string) => Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives the headers of a good answer, such as `Link` and `ETag`. */
  readonly onHeaders?: ((headers: Headers) => void) | undefined;
}

/** Endpoints that are called without saying anything. */
type Bare<Id extends EndpointId> = object extends Request<Id> ? Id : never;

/** A typed client: one function for every endpoint of the contract. */
export interface Client {
  /**
   * Calls an endpoint by its id and gives its answer.
   *
   * @throws ApiFailure for every status outside 200–299 and when no answer came; the abort error of `signal` as it is.
   */
  call<Id extends EndpointId>(
    id: Bare<Id>,
    request?: Request<Id>,
    options?: CallOptions,
  ): Promise<Answer<Id>>;
  call<Id extends EndpointId>(
    id: Id,
    request: Request<Id>,
    options?: CallOptions,
  ): Promise<Answer<Id>>;
}

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Makes a client. It keeps nothing: no token, no cache. */
export function createClient(settings: ClientSettings = {}): Client {
  return {
    // The overloads above are the type of this function; inside, requests are plain data.
    call: (id: EndpointId, request: AnyRequest = {}, options: CallOptions = {}) =>
      send(settings, id, request, options) as Promise<never>,
  };
}

async function send(
  settings: ClientSettings,
  id: EndpointId,
  request: AnyRequest,
  options: CallOptions,
): Promise<unknown> {
  const { method, path } = requestLine(id, request);
  const response = await exchange(settings, { method, path, body: request.body }, options);
  const text = await response.text();
  const body = bodyOf(response, text);
  if (!response.ok) throw failureOf(response, body);
  options.onHeaders?.(response.headers);
  return body;
}

async function exchange(
  settings: ClientSettings,
  { method, path, body }: { method: string; path: string; body: unknown },
  { signal }: CallOptions,
): Promise<Response> {
  const request = settings.fetch ?? fetch;
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    return await request(`${settings.baseUrl ?? ""}${path}`, {
      method,
      headers: { Accept: "application/json", ...json, ...settings.headers?.(method) },
      ...(body === undefined ? {} : { body: writeJson(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiFailure({ status: 0, message: "The server could not be reached.", cause });
  }
}

/** Method and target of a call; parameters are percent-encoded, empty query values are left out. */
export function requestLine(
  id: EndpointId,
  request: Pick<AnyRequest, "params" | "query">,
): { method: string; path: string } {
  const route = routes[id];
  if (route === undefined) throw new Error(`${id} is not in the generated table of endpoints`);
  const [method, pattern] = route;
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = request.params?.[name] ?? "";
    if (value === "") throw new Error(`${id} needs the path parameter ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const search = query.toString();
  return { method, path: search === "" ? path : `${path}?${search}` };
}

function bodyOf(response: Response, text: string): unknown {
  if (text === "") return undefined;
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  if (!isJson) return response.ok ? text : undefined;
  try {
    return readJson(text);
  } catch (cause) {
    throw new ApiFailure({
      status: response.status,
      message: "The server's answer could not be read.",
      requestId: response.headers.get("x-coder-request-id") ?? "",
      cause,
    });
  }
}
