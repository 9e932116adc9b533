import type { ServerResponse } from "node:http";
import { type ApiError, type Envelope, writeJson } from "@gatehouse/contract";
import type { FastifyReply } from "fastify";

/** The media type of every JSON answer; the peer's SDK refuses error bodies of another type. */
export const jsonType = "application/json; charset=utf-8";

/** Sends a JSON body. */
export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header("content-type", jsonType).send(writeJson(body));
}

/** Sends an empty body without a Content-Type. */
export function sendEmpty(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).send();
}

/** Sends the envelope of an error; 405 has an empty body (spec users §1.1). */
export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status === 429) reply.header("retry-after", "60");
  if (error.code === "method_not_allowed") return sendEmpty(reply, error.status);
  return sendJson(reply, error.status, error.envelope() satisfies Envelope);
}

/** Whether the answer has been started already. */
export function answered(response: ServerResponse): boolean {
  return response.headersSent || response.writableEnded;
}
