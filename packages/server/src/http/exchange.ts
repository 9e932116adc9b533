import { randomUUID } from "node:crypto";
import type { Effects, RequestContext, Trail } from "../context/request-context.ts";
import { newTrail } from "../context/request-context.ts";
import type { Actor } from "../context/actor.ts";

/** The mutable state of one request while it walks the pipeline; handlers see it as RequestContext. */
export interface Exchange extends RequestContext {
  readonly startedAt: bigint;
  actor: Actor | null;
  readonly effects: Effects;
  readonly trail: Trail;
}

/** What is known of a request before anything is decided. */
export interface Origin {
  ip: string;
  userAgent: string;
  now: Date;
}

/** Starts the exchange: a fresh request id and an empty trail. */
export function beginExchange(origin: Origin): Exchange {
  return {
    requestId: randomUUID(),
    startedAt: process.hrtime.bigint(),
    now: origin.now,
    ip: origin.ip,
    userAgent: origin.userAgent,
    actor: null,
    effects: {},
    trail: newTrail(),
  };
}
