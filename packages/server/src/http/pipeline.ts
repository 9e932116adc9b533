import {
  ApiError,
  type Decoded,
  decodeBody,
  decodeQuery,
  type Endpoint,
  type ErrorCode,
  pathObjectNames,
} from "@gatehouse/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../context/deps.ts";
import { logAuditEntry, recordRefusal } from "../features/audit/index.ts";
import { admit, type HttpDeps, identifyCaller } from "./admission.ts";
import { readBody } from "./body.ts";
import { issueBrowserCookies } from "./browser-cookies.ts";
import { checkCsrf } from "./csrf-check.ts";
import { toApiError } from "./errors.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import { limitRate } from "./limits.ts";
import { pathObjectResolvers } from "./path-objects.ts";
import { sendAnswer } from "./reply.ts";
import { rawQuery, viewRequest } from "./request-view.ts";

const defaultBodyLimitBytes = 1_048_576;

type Step = (deps: Deps, ctx: Exchange, input: Record<string, unknown>) => unknown;

/** A handler as the adapter calls it; its exact types are checked where the table is built. */
export interface AnyHandler {
  /** Decisions before the body is read. */
  guard: Step | null;
  handle: Step;
}

/**
 * The way of every request, in order (product §3.1). Each step ends the request by throwing; the
 * error handler turns what was thrown into the envelope.
 */
export async function serve(
  http: HttpDeps,
  endpoint: Endpoint,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const exchange = exchangeOf(request);
  exchange.successStatus = endpoint.success.status;
  try {
    const view = viewRequest(request, http.settings.cookies);
    const identified = await identifyCaller(http, exchange, view);
    limitRate(http, endpoint, exchange, { identified, view }, reply);
    checkCsrf(view);
    issueBrowserCookies(http, view, reply);
    await admit(http, exchange, endpoint, identified);
    const input = await resolvePathObjects(http, endpoint, exchange, request);
    if (handler.guard !== null) await handler.guard(http.deps, exchange, input);
    await decodeInput(endpoint, request, input);
    const answer = await handler.handle(http.deps, exchange, input);
    assertTrail(endpoint, exchange);
    logAudit(http, exchange);
    return sendAnswer(http, endpoint, exchange, reply, answer);
  } catch (thrown) {
    const error = toApiError(thrown);
    if (endpoint.audit !== undefined) {
      await recordRefusal(http.deps.db, http.deps.log, exchange, error.status);
    }
    throw thrown;
  }
}

/** Path objects come under the caller's own rights, before the body is looked at (spec users §1.6). */
async function resolvePathObjects(
  http: HttpDeps,
  endpoint: Endpoint,
  exchange: Exchange,
  request: FastifyRequest,
): Promise<Record<string, unknown>> {
  const params = request.params as Record<string, string>;
  const input: Record<string, unknown> = { params };
  for (const name of pathObjectNames) {
    const reference = params[name];
    const resolve = pathObjectResolvers[name];
    if (reference === undefined || resolve === undefined) continue;
    input[name] = await resolve(http.deps, exchange, { reference, method: endpoint.method });
  }
  return input;
}

async function decodeInput(
  endpoint: Endpoint,
  request: FastifyRequest,
  input: Record<string, unknown>,
): Promise<void> {
  input["query"] = endpoint.query
    ? unwrap(decodeQuery(endpoint.query, rawQuery(request.raw.url ?? "")), "invalid_query")
    : {};
  input["body"] = endpoint.body ? await readAndDecode(endpoint, request) : {};
}

async function readAndDecode(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (endpoint.body === undefined) return {};
  const limit = endpoint.bodyLimitBytes ?? defaultBodyLimitBytes;
  const bytes = await readBody(request.raw, limit);
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
  const unchanged = exchange.effects.status === 204 && endpoint.success.status !== 204;
  if (endpoint.audit !== undefined && exchange.trail.audited.size === 0 && !unchanged) {
    throw new Error(`${endpoint.id} succeeded without an audit entry`);
  }
}

function logAudit(http: HttpDeps, exchange: Exchange): void {
  for (const entry of exchange.trail.audited.values()) {
    logAuditEntry(http.deps.log, exchange, entry);
  }
}
