import {
  ApiError,
  type Decoded,
  decodeBody,
  decodeQuery,
  type Endpoint,
  type ErrorCode,
  type PathObjectName,
  pathObjectNames,
} from "@gatehouse/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../context/deps.ts";
import type { OrganizationRow } from "../context/organization.ts";
import { logAuditEntry, recordRefusal } from "../features/audit/index.ts";
import { admit, type HttpDeps, identifyCaller } from "./admission.ts";
import { readBody } from "./body.ts";
import { issueBrowserCookies } from "./browser-cookies.ts";
import { browserInput } from "./browser-input.ts";
import { checkCsrf } from "./csrf-check.ts";
import { toApiError } from "./errors.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import { limitRate } from "./limits.ts";
import { pathObjectResolvers } from "./path-objects.ts";
import { sendAnswer } from "./reply.ts";
import { rawQuery, viewRequest } from "./request-view.ts";
import { isInBatches, sendBatches, sendStream } from "./stream-reply.ts";

const defaultBodyLimitBytes = 1_048_576;

type Step = (deps: Deps, ctx: Exchange, input: Record<string, unknown>) => unknown;

/** A handler as the adapter calls it; its exact types are checked where the table is built. */
export interface AnyHandler {
  /** Decisions before the body is read. */
  guard: Step | null;
  handle: Step;
}

/** One endpoint, ready to serve. */
export interface Route {
  endpoint: Endpoint;
  handler: AnyHandler;
  /** The path objects of its path, in order. */
  objects: readonly PathObjectName[];
}

/** Prepares an endpoint for serving. */
export function prepareRoute(endpoint: Endpoint, handler: AnyHandler): Route {
  const objects = pathObjectNames.filter((name) => endpoint.path.includes(`{${name}}`));
  return { endpoint, handler, objects };
}

/**
 * The way of every request, in order (product §3.1). Each step ends the request by throwing; the
 * error handler turns what was thrown into the envelope. Steps that usually have nothing to wait for
 * return a promise only when they do: a cached identity costs no turn of the event loop.
 */
export async function serve(
  http: HttpDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { endpoint, handler } = route;
  const exchange = exchangeOf(request);
  exchange.successStatus = endpoint.success.status;
  try {
    const view = viewRequest(request, http.settings.cookies);
    if (endpoint.browser !== undefined) {
      exchange.browser = browserInput(endpoint.browser, view, http.settings.cookies);
    }
    issueBrowserCookies(http, view, reply);
    const found = identifyCaller(http, exchange, view);
    const identified = found instanceof Promise ? await found : found;
    limitRate(http, endpoint, exchange, { identified, view }, reply);
    checkCsrf(view);
    const admitted = admit(http, exchange, endpoint, identified);
    if (admitted !== undefined) await admitted;
    const input: Record<string, unknown> = { params: request.params };
    if (route.objects.length > 0) await resolvePathObjects(http, route, exchange, input);
    if (handler.guard !== null) await handler.guard(http.deps, exchange, input);
    input["query"] = readQuery(endpoint, request);
    input["body"] = endpoint.body === undefined ? {} : await readInput(endpoint, request);
    const answer = await handler.handle(http.deps, exchange, input);
    assertTrail(endpoint, exchange);
    for (const entry of exchange.trail.audited) {
      logAuditEntry(http.deps.log, exchange, entry);
    }
    if (endpoint.success.streams !== undefined) await sendStream(endpoint, reply, answer);
    else if (isInBatches(answer)) await sendBatches(endpoint, reply, answer);
    else sendAnswer(http, endpoint, exchange, reply, answer);
  } catch (thrown) {
    if (endpoint.audit !== undefined) {
      const { status } = toApiError(thrown);
      await recordRefusal(http.deps.db, http.deps.log, exchange, status);
    }
    throw thrown;
  }
}

/** Path objects come under the caller's own rights, before the body is looked at (spec users §1.6). */
async function resolvePathObjects(
  http: HttpDeps,
  route: Route,
  exchange: Exchange,
  input: Record<string, unknown>,
): Promise<void> {
  const params = input["params"] as Record<string, string>;
  for (const name of route.objects) {
    const resolve = pathObjectResolvers[name];
    const reference = params[name];
    if (resolve === undefined || reference === undefined)
      throw new Error(`no resolver for ${name}`);
    const { method, reachesSystemUsers = false, userIsMember } = route.endpoint;
    const memberOf = userIsMember ? (input["organization"] as OrganizationRow) : undefined;
    const path = { reference, method, reachesSystemUsers, memberOf };
    const found = resolve(http.deps, exchange, path);
    input[name] = found instanceof Promise ? await found : found;
  }
}

function readQuery(endpoint: Endpoint, request: FastifyRequest): unknown {
  if (endpoint.query === undefined) return {};
  const strict = endpoint.strictQuery ?? false;
  const query = rawQuery(request.raw.url ?? "");
  return unwrap(decodeQuery(endpoint.query, query, { strict }), "invalid_query");
}

async function readInput(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (endpoint.body === undefined) return {};
  const limit = endpoint.bodyLimitBytes ?? defaultBodyLimitBytes;
  const bytes = await readBody(request.raw, limit);
  // `PUT …/roles` without a body must not mean "no roles" (spec users §1.3: empty body → 400).
  if (bytes.length === 0 && !endpoint.bodyOptional) {
    throw new ApiError("malformed_body", { detail: "the body is empty" });
  }
  return unwrap(decodeBody(endpoint.body, bytes), "validation_failed");
}

function unwrap<T>(decoded: Decoded<T>, invalid: ErrorCode): T {
  if (decoded.ok) return decoded.value;
  if (decoded.kind === "malformed")
    throw new ApiError("malformed_body", { detail: decoded.detail });
  throw new ApiError(invalid, { validations: decoded.validations });
}

/**
 * Fails closed: a non-public endpoint that answers without a decision, or an audited one that wrote
 * no entry, is a bug and becomes a 500.
 */
function assertTrail(endpoint: Endpoint, exchange: Exchange): void {
  if (endpoint.auth !== "public" && !exchange.trail.decided) {
    throw new Error(`${endpoint.id} answered without a permission decision`);
  }
  const unchanged =
    exchange.trail.unchanged ||
    (exchange.effects.status === 204 && endpoint.success.status !== 204);
  if (endpoint.audit !== undefined && exchange.trail.audited.length === 0 && !unchanged) {
    throw new Error(`${endpoint.id} succeeded without an audit entry`);
  }
}
