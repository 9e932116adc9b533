import { type ApiError, type Endpoint, type Envelope, writeJson } from "@gatehouse/contract";
import type { FastifyReply } from "fastify";
import type { HttpDeps } from "./admission.ts";
import { bearerChallenge } from "./bearer-challenge.ts";
import { sessionCookie, sessionCookieDeletion } from "./cookies.ts";
import type { Exchange } from "./exchange.ts";

/** The media type of every JSON answer; the peer's SDK refuses error bodies of another type. */
export const jsonType = "application/json; charset=utf-8";

/** Sends a JSON body. */
export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header("content-type", jsonType).send(writeJson(body));
}

/** Sends a success: the effects the handler asked for, then its body in the endpoint's type. */
export function sendAnswer(
  http: HttpDeps,
  endpoint: Endpoint,
  exchange: Exchange,
  reply: FastifyReply,
  answer: unknown,
): FastifyReply {
  const { effects } = exchange;
  const { cookies } = http.settings;
  if (effects.sessionCookie !== undefined) {
    reply.header("set-cookie", sessionCookie(effects.sessionCookie, cookies));
  }
  if (effects.clearSessionCookie) reply.header("set-cookie", sessionCookieDeletion(cookies));
  if (effects.headers) reply.headers(effects.headers);
  const status = effects.status ?? endpoint.success.status;
  if (status === 204 || status === 304) return reply.code(status).send();
  if (effects.text !== undefined) {
    return reply
      .code(status)
      .header("content-type", "text/plain; charset=utf-8")
      .send(effects.text);
  }
  http.onAnswer?.(endpoint, status, writeJson(answer));
  return sendJson(reply, status, answer);
}

/** Sends the envelope of an error; 405 has an empty body (spec users §1.1). */
export function sendError(
  http: HttpDeps,
  exchange: Exchange,
  reply: FastifyReply,
  error: ApiError,
): FastifyReply {
  if (error.status === 429) reply.header("retry-after", "60");
  if (exchange.challenge !== null && (error.status === 401 || error.status === 403)) {
    const challenge = bearerChallenge(http.deps.deployment, error.status, exchange.challenge);
    reply.header("www-authenticate", challenge);
  }
  if (error.code === "method_not_allowed") return reply.code(error.status).send();
  return sendJson(reply, error.status, error.envelope() satisfies Envelope);
}
