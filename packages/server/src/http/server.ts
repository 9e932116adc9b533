import { ApiError, type Endpoint, endpoints } from "@gatehouse/contract";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Handlers } from "../context/handler.ts";
import { newId } from "../platform/ids.ts";
import { scrubUrl } from "../platform/log-redact.ts";
import type { HttpDeps } from "./admission.ts";
import { asksForJson, prefersHtml } from "./browser-input.ts";
import { clientAddress } from "./client-address.ts";
import { createClientErrorHandler, maxHeaderBytes } from "./client-error.ts";
import { corsDecision } from "./cors.ts";
import { toApiError } from "./errors.ts";
import { beginExchange, type Exchange, exchangeOf } from "./exchange.ts";
import { limitUnknownRoute } from "./limits.ts";
import { registerOperations } from "./operations.ts";
import { isApiPath, registerPages, sendErrorPage, sendPage } from "./pages.ts";
import { type AnyHandler, prepareRoute, serve } from "./pipeline.ts";
import { sendError, sendErrorHeaders } from "./reply.ts";
import { boundUnreadBody } from "./unread-body.ts";
import { upgradeHandler } from "./websocket-echo.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Milliseconds a client has to send a whole request, and to keep an idle connection. */
const requestTimeoutMs = 60_000;
const keepAliveTimeoutMs = 72_000;

/** Builds the HTTP server: one route for each endpoint of the contract, operations and pages. */
export async function buildHttp(http: HttpDeps, handlers: Handlers): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      caseSensitive: true,
      maxParamLength: maxHeaderBytes,
    },
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: { maxHeaderSize: maxHeaderBytes, headersTimeout: 30_000 },
    return503OnClosing: false,
    forceCloseConnections: "idle",
    frameworkErrors: (error, request, reply) => {
      startExchange(http, request, reply);
      fail(http, request, reply, error);
    },
    clientErrorHandler: createClientErrorHandler({
      buildVersion: http.deps.deployment.compatVersion,
      productVersion: http.deps.deployment.version,
      newRequestId: newId,
      now: () => http.deps.clock.now(),
      onAnswer: ({ status, requestId, code }) => {
        http.deps.log.debug(
          { status, request_id: requestId, code },
          "request refused by the parser",
        );
      },
    }),
  });
  const corsSettings = { dangerousAllowAll: http.settings.dangerousAllowCors };
  acceptAnyBody(app);
  app.decorateRequest("exchange", null);
  app.addHook("onRequest", (request, reply, done) => {
    startExchange(http, request, reply);
    // The body is read by our own decoder whatever the client calls it (spec users §1.1).
    if (request.raw.headers["content-type"] !== undefined) {
      request.raw.headers["content-type"] = "application/octet-stream";
    }
    const cors = needsCorsDecision(http, request)
      ? corsDecision(corsRequestOf(request), corsSettings)
      : null;
    if (cors !== null) reply.headers(cors.headers);
    if (cors?.preflight) reply.code(204).send();
    else done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    boundUnreadBody(request.raw);
    observe(http, request, reply);
    done();
  });
  app.setErrorHandler((error, request, reply) => fail(http, request, reply, error));
  app.setNotFoundHandler(async (request, reply) => {
    const asksForPage = request.method === "GET" || request.method === "HEAD";
    if (asksForPage && !isApiPath(request.raw.url ?? "/")) return sendPage(http, request, reply);
    await limitUnknownRoute(http, request, reply);
    throw unknownRoute(request);
  });
  registerEndpoints(app, http, handlers);
  registerOperations(app, http);
  registerPages(app, http);
  const websockets = upgradeHandler(http, app.server);
  app.server.on("upgrade", websockets.upgrade);
  // An expectation that nobody knows may be ignored (RFC 9110 §10.1.1); Node's own refusal has none of our headers.
  app.server.on("checkExpectation", (request, response) => {
    app.server.emit("request", request, response);
  });
  app.addHook("preClose", async () => websockets.close());
  await app.ready();
  return app;
}

/** Bodies are not parsed by the framework: the pipeline reads the raw stream when it is due. */
function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null, undefined));
}

function startExchange(http: HttpDeps, request: FastifyRequest, reply: FastifyReply): void {
  const { headers, socket } = request.raw;
  const exchange = beginExchange(request, {
    ip: addressOf(http, socket, headers),
    userAgent: headers["user-agent"] ?? "",
    accept: headers.accept ?? "",
    now: http.deps.clock.now(),
  });
  const { compatVersion, version } = http.deps.deployment;
  reply
    .header("x-coder-build-version", compatVersion)
    .header("x-gatehouse-version", version)
    .header("x-coder-request-id", exchange.requestId)
    .header("x-content-type-options", "nosniff")
    .header("vary", "Cookie");
}

const addresses = new WeakMap<object, string>();

/** The client's address; worked out once for each connection unless proxies may name another. */
function addressOf(
  http: HttpDeps,
  socket: FastifyRequest["raw"]["socket"],
  headers: FastifyRequest["raw"]["headers"],
): string {
  const { proxies } = http.settings;
  if (proxies.origins.length > 0) {
    return clientAddress(socket.remoteAddress, headers, proxies) ?? "";
  }
  let address = addresses.get(socket);
  if (address === undefined) {
    address = clientAddress(socket.remoteAddress, headers, proxies) ?? "";
    addresses.set(socket, address);
  }
  return address;
}

/** Nothing under this prefix is open to other origins, however the rest of the path is spelled. */
function needsCorsDecision(http: HttpDeps, request: FastifyRequest): boolean {
  if (http.settings.dangerousAllowCors) return true;
  return request.raw.url?.startsWith("/api/v2/") !== true;
}

function corsRequestOf(request: FastifyRequest) {
  const { headers } = request.raw;
  return {
    path: request.raw.url ?? "/",
    method: request.method,
    origin: headers.origin,
    requestedMethod: headers["access-control-request-method"],
  };
}

function registerEndpoints(app: FastifyInstance, http: HttpDeps, handlers: Handlers): void {
  const byPath = new Map<string, Set<string>>();
  const table: Record<string, Endpoint> = endpoints;
  const implemented: Record<string, unknown> = handlers;
  for (const [id, endpoint] of Object.entries(table)) {
    const route = prepareRoute(endpoint, handlerOf(id, implemented[id]));
    const url = endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.route({
      method: endpoint.method,
      url,
      // Not returned: the framework's own waiting for a promise costs listeners on each answer.
      handler: (request, reply) => {
        serve(http, route, request, reply).catch((thrown: unknown) => {
          fail(http, request, reply, thrown);
        });
      },
    });
    byPath.set(url, (byPath.get(url) ?? new Set()).add(endpoint.method));
  }
  for (const id of Object.keys(implemented)) {
    if (!(id in table)) throw new Error(`handler ${id} has no endpoint`);
  }
  for (const [url, known] of byPath) {
    const others = [...methods, "OPTIONS"].filter((method) => !known.has(method));
    app.route({
      method: others,
      url,
      handler: async (request, reply) => {
        await limitUnknownRoute(http, request, reply);
        throw new ApiError("method_not_allowed");
      },
    });
  }
}

function handlerOf(id: string, found: unknown): AnyHandler {
  if (typeof found === "function") return { guard: null, handle: found as AnyHandler["handle"] };
  if (typeof found === "object" && found !== null && "guard" in found) return found as AnyHandler;
  throw new Error(`endpoint ${id} has no handler`);
}

/** 404 with the "route" message under the API prefixes; a method nobody serves is a 405. */
function unknownRoute(request: FastifyRequest): ApiError {
  const served = request.method === "HEAD" || request.method === "OPTIONS";
  const known: readonly string[] = methods;
  if (!served && !known.includes(request.method)) return new ApiError("method_not_allowed");
  return new ApiError("route_not_found");
}

/** The one place where a thrown error becomes an answer and, if nobody foresaw it, a log line. */
function fail(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
): FastifyReply {
  const error = toApiError(thrown);
  const exchange = exchangeOf(request);
  const facts = { request_id: exchange.requestId, method: request.method, code: error.code };
  if (error.status >= 500) {
    const url = scrubUrl(request.raw.url ?? "");
    http.deps.log.error({ ...facts, url, err: error.cause ?? error }, "request failed");
  } else {
    http.deps.log.debug({ ...facts, detail: error.detail }, "request refused");
  }
  const told = internalDetail(error, exchange.requestId);
  if (exchange.browser !== null && wantsPage(exchange, request, told)) {
    return sendErrorPage(http, request, sendErrorHeaders(http, exchange, reply, told), told);
  }
  return sendError(http, exchange, reply, told);
}

/** People get a page: whenever a browser asks, and for what only people can solve unless JSON is asked for. */
function wantsPage(exchange: Exchange, request: FastifyRequest, error: ApiError): boolean {
  if (exchange.effects.failAsJson) return false;
  const { accept } = request.raw.headers;
  if (error.page === undefined) return prefersHtml(accept);
  return prefersHtml(accept) || !asksForJson(accept);
}

/** A 500 tells nobody what happened; the request id leads to the log (spec users §1.4). */
function internalDetail(error: ApiError, requestId: string): ApiError {
  if (error.code !== "internal") return error;
  return new ApiError("internal", { detail: `Request ${requestId}.` });
}

const routeLabels = new Map<string, string>();

/** The route as the contract spells it, `{user}` instead of the router's `:user`. */
function routeLabel(url: string | undefined): string {
  if (url === undefined) return "unknown";
  let label = routeLabels.get(url);
  if (label === undefined) {
    label = url.replaceAll(/:(\w+)/g, "{$1}");
    routeLabels.set(url, label);
  }
  return label;
}

function observe(http: HttpDeps, request: FastifyRequest, reply: FastifyReply): void {
  const exchange = exchangeOf(request);
  const seconds = (performance.now() - exchange.startedAtMs) / 1000;
  const route = routeLabel(request.routeOptions.url);
  http.deps.metrics.observeRequest(request.method, route, reply.statusCode, seconds);
  if (!http.deps.log.isLevelEnabled("debug")) return;
  http.deps.log.debug(
    {
      request_id: exchange.requestId,
      method: request.method,
      route,
      status: reply.statusCode,
      duration_ms: Math.round(seconds * 1000),
      key_id: exchange.actor?.key.id,
      user_id: exchange.actor?.user.id,
    },
    "request",
  );
}
