import { type ApiError, openApiDocument, writeJson } from "@gatehouse/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pooledRandomBytes } from "../platform/random.ts";
import type { HttpDeps } from "./admission.ts";
import { issueBrowserCookies } from "./browser-cookies.ts";
import { type ConsoleFile, chosenCoding } from "./console.ts";
import { sessionCookieName } from "./cookies.ts";
import { maskCsrfToken } from "./csrf.ts";
import { docsPage } from "./docs-page.ts";
import { docsStyle } from "./docs-style.ts";
import { errorPage } from "./error-page.ts";
import { exchangeOf } from "./exchange.ts";
import { contentSecurityPolicy } from "./page-headers.ts";
import { requestPath } from "./request-parts.ts";
import { viewRequest } from "./request-view.ts";
import { missingPage, startPage } from "./start-page.ts";

const html = "text/html; charset=utf-8";
const css = "text/css; charset=utf-8";
const json = "application/json; charset=utf-8";

/** The API document and its page (product §2). Everything else that is no API is the console's: {@link sendPage}. */
export function registerPages(app: FastifyInstance, http: HttpDeps): void {
  const { accessUrl, version } = http.deps.deployment;
  // As bytes: encoding half a megabyte for each of many readers would keep everybody else waiting.
  const openApi = once(() => Buffer.from(writeJson(openApiDocument({ version }))));
  const docs = once(() => docsPage(openApiDocument({ version, accessUrl })));
  app.get("/openapi.json", (_request, reply) => {
    return reply
      .header("content-type", json)
      .header("access-control-allow-origin", "*")
      .send(openApi());
  });
  app.get("/docs", (request, reply) => {
    issueBrowserCookies(http, viewRequest(request, http.settings.cookies), reply);
    return sendHtml(http, request, reply, { page: docs(), cache: "no-cache" });
  });
  app.get("/docs/style.css", (request, reply) => {
    return pageHeaders(http, request, reply)
      .header("content-type", css)
      .header("cache-control", "public, max-age=300")
      .send(docsStyle);
  });
}

/** Makes a value at its first use: nobody waits for the reference at start. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether a path belongs to the API: unknown ones there are a JSON 404, never a page (spec users §1.1). */
const apiPrefix = /^\/(?:api|oauth2|login\/oauth2|scim|\.well-known|derp|bin|swagger)(?:\/|$)/;

/** Whether an unknown path is answered in JSON; see {@link sendPage} for the others. */
export function isApiPath(target: string): boolean {
  const { decoded } = requestPath(target);
  return decoded === null || apiPrefix.test(decoded);
}

/**
 * Answers every path that is neither an endpoint nor below the API prefixes: a file of the console's build, or its
 * page, which finds out what the path means (spec deployment §3.8). Files that the build does not hold are missing:
 * the page in their place would be run as a script.
 */
export function sendPage(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = requestPath(request.raw.url ?? "/").decoded ?? "/";
  const file = http.console?.file(path);
  if (file !== undefined) return sendFile(http, request, reply, file);
  const view = viewRequest(request, http.settings.cookies);
  const token = issueBrowserCookies(http, view, reply);
  if (http.console === null || /^\/assets\/|^\/[^/]+\.[a-z0-9]+$/.test(path)) {
    const isRoot = path === "/" && http.console === null;
    const page = isRoot ? startPage(http.deps.deployment.accessUrl) : missingPage;
    return sendHtml(http, request, reply.code(isRoot ? 200 : 404), { page, cache: "no-cache" });
  }
  const page = http.console.page({
    csrfToken: maskCsrfToken(token, pooledRandomBytes),
    hasSession: (view.cookies[sessionCookieName] ?? "") !== "",
  });
  return sendHtml(http, request, reply.code(200), { page, cache: "no-store" });
}

/** Nothing but our style sheet and the picture in the page: what failed may have come from strangers. */
const errorPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** A failure as a page for people; its headers are written already. */
export function sendErrorPage(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  error: ApiError,
): FastifyReply {
  const { requestId } = exchangeOf(request);
  return pageHeaders(http, request, reply)
    .header("content-security-policy", errorPolicy)
    .header("content-type", html)
    .header("cache-control", "no-store")
    .send(errorPage(error, requestId));
}

function sendFile(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile,
): FastifyReply {
  const { headers } = request.raw;
  const coding = chosenCoding(file, String(headers["accept-encoding"] ?? ""));
  // The codings are different bytes, so they have different tags (RFC 9110 §8.8.3).
  const etag = coding === null ? file.etag : `${file.etag.slice(0, -1)}-${coding}"`;
  pageHeaders(http, request, reply.code(200))
    .header("cache-control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache")
    .header("etag", etag)
    // Not the cookie: the same for everybody.
    .header("vary", "Accept-Encoding");
  if (headers["if-none-match"]?.split(/, */).includes(etag)) return reply.code(304).send();
  if (coding !== null) reply.header("content-encoding", coding);
  const body = coding === null ? file.body : file.encoded.get(coding);
  return reply.header("content-type", file.type).send(body);
}

function sendHtml(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { page, cache }: { page: string; cache: string },
): FastifyReply {
  return pageHeaders(http, request, reply)
    .header("content-type", html)
    .header("cache-control", cache)
    .send(page);
}

/** Policy and transport security go on pages and their files only, never on API answers (deployment §2.5). */
function pageHeaders(http: HttpDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const policy = contentSecurityPolicy({
    path: request.raw.url ?? "/",
    host: request.raw.headers.host,
    proxyHosts: [],
    appHosts: [],
    additions: http.settings.cspAdditions,
  });
  reply.header("content-security-policy", policy);
  reply.header("referrer-policy", "same-origin");
  if (http.settings.hsts !== null) reply.header("strict-transport-security", http.settings.hsts);
  return reply;
}
