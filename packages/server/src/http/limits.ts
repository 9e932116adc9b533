import { ApiError, type Endpoint } from "@gatehouse/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isOwner } from "../context/actor.ts";
import type { Identified } from "../features/identity/index.ts";
import { type HttpDeps, identifyCaller } from "./admission.ts";
import { type Exchange, exchangeOf } from "./exchange.ts";
import {
  type RateLimitCaller,
  type RateLimiter,
  rateLimitBypass,
  rateLimitHeaders,
  rateLimitKey,
} from "./rate-limit.ts";
import { firstValue, isAtOrBelow, requestPath } from "./request-parts.ts";
import { type RequestView, viewRequest } from "./request-view.ts";

/** What of an endpoint the limiters look at. */
export type LimitedRoute = Pick<Endpoint, "path" | "limiter">;

/**
 * Counts the request with every limiter of its route, and ends it with 429 when one is exceeded
 * (spec users §2.6). The inner limiter writes its headers over the outer one's.
 */
export function limitRate(
  http: HttpDeps,
  route: LimitedRoute,
  exchange: Exchange,
  caller: { identified: Identified; view: RequestView },
  reply: FastifyReply,
): void {
  const { limiters } = http.settings;
  if (limiters === null) return;
  const bypass = bypassOf(caller.identified, caller.view);
  if (bypass === "skip") return;
  if (bypass === "refuse") throw new ApiError("bypass_forbidden");
  const key = rateLimitKey(countedAs(exchange, caller.identified), route.path);
  count(limiters.api, key, exchange, reply);
  if (route.limiter === "login") count(limiters.login, key, exchange, reply);
}

/** One counter per caller for all paths and methods of the API that nobody serves (spec users §2.6). */
const unknownRoute: LimitedRoute = { path: "*" };

/** Counts a request that no endpoint serves, as `limitRate` does; nothing outside the API is limited. */
export async function limitUnknownRoute(
  http: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (http.settings.limiters === null) return;
  const { decoded } = requestPath(request.raw.url ?? "/");
  if (decoded !== null && !isAtOrBelow(decoded, "/api/v2")) return;
  const exchange = exchangeOf(request);
  const view = viewRequest(request, http.settings.cookies);
  const identified = await identifyCaller(http, exchange, view);
  limitRate(http, unknownRoute, exchange, { identified, view }, reply);
}

function bypassOf(identified: Identified, view: RequestView) {
  const header = view.headers["x-coder-bypass-ratelimit"];
  if (header === undefined) return "count";
  if (!identified.ok || identified.actor.user.status !== "active") return "count";
  return rateLimitBypass(firstValue(header), isOwner(identified.actor.user) ? "owner" : "user");
}

function countedAs(exchange: Exchange, identified: Identified): RateLimitCaller {
  return identified.ok ? { userId: identified.actor.user.id } : { clientAddress: exchange.ip };
}

function count(limiter: RateLimiter, key: string, exchange: Exchange, reply: FastifyReply): void {
  const result = limiter.hit(key, exchange.now.getTime());
  reply.headers(rateLimitHeaders(result));
  if (result.limited) throw new ApiError("rate_limited");
}
