import { type ApiError, openApiDocument, writeJson } from "@gatehouse/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpDeps } from "./admission.ts";
import { issueBrowserCookies } from "./browser-cookies.ts";
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

/** Everything that is no API: the API document, its page, and what people see at the root (product §2). */
export function registerPages(app: FastifyInstance, http: HttpDeps): void {
  const reference = once(() => {
    const { accessUrl, version } = http.deps.deployment;
    return {
      openApi: writeJson(openApiDocument({ version })),
      docs: docsPage(openApiDocument({ version, accessUrl })),
      start: startPage(accessUrl),
    };
  });
  app.get("/openapi.json", (_request, reply) => {
    return reply
      .header("content-type", json)
      .header("access-control-allow-origin", "*")
      .send(reference().openApi);
  });
  app.get("/docs", (request, reply) => sendPage(http, request, reply, reference().docs));
  app.get("/docs/style.css", (request, reply) => {
    return pageHeaders(http, request, reply)
      .header("content-type", css)
      .header("cache-control", "public, max-age=300")
      .send(docsStyle);
  });
  app.get("/", (request, reply) => sendPage(http, request, reply, reference().start));
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

/** Answers a path that nothing serves: JSON under the API prefixes, else a page with status 404. */
export function isApiPath(target: string): boolean {
  const { decoded } = requestPath(target);
  return decoded === null || apiPrefix.test(decoded);
}

/** The page for an address that leads nowhere. */
export function sendMissingPage(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return sendPage(http, request, reply.code(404), missingPage);
}

/** A failure as a page for people; its headers are written already. */
export function sendErrorPage(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  error: ApiError,
): FastifyReply {
  const { requestId } = exchangeOf(request);
  return pageHeaders(http, request, reply)
    .header("content-type", html)
    .header("cache-control", "no-store")
    .send(errorPage(error, requestId));
}

function sendPage(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  page: string,
): FastifyReply {
  issueBrowserCookies(http, viewRequest(request, http.settings.cookies), reply);
  return pageHeaders(http, request, reply)
    .header("content-type", html)
    .header("cache-control", "no-cache")
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
