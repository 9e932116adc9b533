import { createHash } from "node:crypto";
import { type ApiError, type Endpoint, type Envelope, writeJson } from "@gatehouse/contract";
import type { FastifyReply } from "fastify";
import type { HttpDeps } from "./admission.ts";
import { bearerChallenge } from "./bearer-challenge.ts";
import { handlerCookie, sessionCookie, sessionCookieDeletion } from "./cookies.ts";
import type { Exchange } from "./exchange.ts";

/** The media type of every JSON answer; the peer's SDK refuses error bodies of another type. */
export const jsonType = "application/json; charset=utf-8";

/** Sends a JSON body. */
export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header("content-type", jsonType).send(writeJson(body));
}

/** JSON of answers that cannot change any more; it goes with the answer. */
const written = new WeakMap<object, string>();

/** Writes an answer; a frozen one, which a feature keeps and gives again, is written once. */
function writeAnswer(answer: unknown): string {
  if (typeof answer !== "object" || answer === null || !Object.isFrozen(answer)) {
    return writeJson(answer);
  }
  let text = written.get(answer);
  if (text === undefined) {
    text = writeJson(answer);
    written.set(answer, text);
  }
  return text;
}

let leaving: { reply: FastifyReply; body: string }[] = [];

/**
 * Sends a body at the end of this turn of the event loop, together with the others of the turn. Each
 * write may wake a sleeping receiver, which costs more than the rest of a small request; back to
 * back, the first wakes it for all.
 */
function sendWithTurn(reply: FastifyReply, body: string): void {
  if (leaving.length === 0) setImmediate(sendLeaving);
  leaving.push({ reply, body });
}

function sendLeaving(): void {
  const answers = leaving;
  leaving = [];
  for (const { reply, body } of answers) {
    try {
      reply.send(body);
    } catch {
      // One answer that cannot be sent must not keep the others of its turn from leaving.
      reply.raw.destroy();
    }
  }
}

/**
 * Sends a success: the effects the handler asked for, then its body in the endpoint's type. A JSON
 * body leaves at the end of the turn.
 */
export function sendAnswer(
  http: HttpDeps,
  endpoint: Endpoint,
  exchange: Exchange,
  reply: FastifyReply,
  answer: unknown,
): void {
  const { effects } = exchange;
  const { cookies } = http.settings;
  applyCookies(http, exchange, reply);
  if (effects.sessionCookie !== undefined) {
    reply.header("set-cookie", sessionCookie(effects.sessionCookie, cookies));
  }
  if (effects.clearSessionCookie) reply.header("set-cookie", sessionCookieDeletion(cookies));
  if (effects.headers) reply.headers(effects.headers);
  if (effects.redirect !== undefined) {
    sendRedirect(reply, endpoint, effects.redirect);
    return;
  }
  const status = effects.status ?? bodyStatus(endpoint);
  reply.code(status);
  if (status === 204 || status === 304) {
    reply.send();
  } else if (effects.text !== undefined) {
    reply.header("content-type", "text/plain; charset=utf-8").send(effects.text);
  } else {
    const body = writeAnswer(answer);
    http.onAnswer?.(endpoint, status, body);
    if (effects.tagged && isKnownState(reply, body)) {
      reply.code(304).send();
      return;
    }
    sendWithTurn(reply.header("content-type", jsonType), body);
  }
}

/** Names the state of a body in an `ETag`; tells whether the client has it already (RFC 9110 §13.1.2). */
function isKnownState(reply: FastifyReply, body: string): boolean {
  const tag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  reply.header("etag", tag);
  const known = reply.request.headers["if-none-match"] ?? "";
  return (
    known.trim() === "*" || known.split(",").some((one) => one.trim().replace(/^W\//, "") === tag)
  );
}

/** The status of an answer with a body: a redirect that is not wanted is an ordinary answer. */
function bodyStatus({ success }: Endpoint): number {
  return success.status === 307 ? 200 : success.status;
}

/** Sends a browser on. Neither caches nor the next site learn the address, which may hold a code or a state. */
function sendRedirect(reply: FastifyReply, { success }: Endpoint, location: string): void {
  reply
    .code(success.status)
    .header("location", location)
    .header("cache-control", "no-store")
    .header("referrer-policy", "no-referrer")
    .send();
}

/** Sets the cookies that a handler asked for; they go with failures too. */
function applyCookies(http: HttpDeps, { effects }: Exchange, reply: FastifyReply): void {
  for (const cookie of effects.cookies ?? []) {
    reply.header("set-cookie", handlerCookie(cookie, http.settings.cookies));
  }
}

/** Writes the headers and cookies that go with a failure in whatever form. */
export function sendErrorHeaders(
  http: HttpDeps,
  exchange: Exchange,
  reply: FastifyReply,
  error: ApiError,
): FastifyReply {
  applyCookies(http, exchange, reply);
  if (exchange.browser !== null && exchange.effects.headers) {
    reply.headers(exchange.effects.headers);
  }
  if (error.status === 429) reply.header("retry-after", "60");
  if (error.code === "budget_check_failed") reply.header("retry-after", "1");
  if (exchange.challenge !== null && (error.status === 401 || error.status === 403)) {
    const challenge = bearerChallenge(http.deps.deployment, error.status, exchange.challenge);
    reply.header("www-authenticate", challenge);
  }
  return reply.code(error.status);
}

/** Sends the envelope of an error; 405 has an empty body (spec users §1.1). */
export function sendError(
  http: HttpDeps,
  exchange: Exchange,
  reply: FastifyReply,
  error: ApiError,
): FastifyReply {
  sendErrorHeaders(http, exchange, reply, error);
  if (error.code === "method_not_allowed") return reply.send();
  return sendJson(reply, error.status, error.envelope() satisfies Envelope);
}
