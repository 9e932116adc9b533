import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../context/actor.ts";
import { type BrowserInput, newTrail, type RequestContext } from "../context/request-context.ts";
import type { ChallengeReason } from "./bearer-challenge.ts";

/** The state of one request while it walks the pipeline; handlers see it as RequestContext. */
export interface Exchange extends RequestContext {
  readonly startedAtMs: number;
  actor: Actor | null;
  token: string | null;
  browser: BrowserInput | null;
  successStatus: number;
  /** Set when the authentication layer refused: the answer then carries a challenge. */
  challenge: ChallengeReason | null;
}

/** What is known of a request before anything is decided. */
export interface Origin {
  ip: string;
  userAgent: string;
  accept: string;
  now: Date;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the adapter's first hook; read through `exchangeOf`. */
    exchange: Exchange | null;
  }
}

/** Starts the exchange of a request: a fresh request id and an empty trail. */
export function beginExchange(request: FastifyRequest, origin: Origin): Exchange {
  const exchange: Exchange = {
    requestId: randomUUID(),
    startedAtMs: performance.now(),
    now: origin.now,
    ip: origin.ip,
    userAgent: origin.userAgent,
    accept: origin.accept,
    actor: null,
    token: null,
    effects: {},
    trail: newTrail(),
    browser: null,
    successStatus: 200,
    challenge: null,
  };
  request.exchange = exchange;
  return exchange;
}

/** The exchange that `beginExchange` made for this request. */
export function exchangeOf(request: FastifyRequest): Exchange {
  if (request.exchange === null) throw new Error("the request has no exchange");
  return request.exchange;
}
