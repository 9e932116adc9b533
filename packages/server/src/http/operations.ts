import { ApiError } from "@gatehouse/contract";
import { decide } from "@gatehouse/rbac";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type HttpDeps, identifyCaller } from "./admission.ts";
import { addressInCidrs, forwardedHeadersPresent } from "./client-address.ts";
import { exchangeOf } from "./exchange.ts";
import { createReadiness } from "./readiness.ts";
import { viewRequest } from "./request-view.ts";

/** Paths for machines that watch and probe the server (spec deployment §3); no rate limit. */
export function registerOperations(app: FastifyInstance, http: HttpDeps): void {
  const readiness = createReadiness(http.deps);
  const text = (reply: FastifyReply, status: number, body: string): FastifyReply =>
    reply.code(status).header("content-type", "text/plain; charset=utf-8").send(body);

  app.get("/healthz", (_request, reply) => text(reply, 200, "OK"));
  app.get("/readyz", async (_request, reply) => {
    const problem = await readiness();
    return problem === null ? text(reply, 200, "OK") : text(reply, 503, problem);
  });
  app.get("/latency-check", (_request, reply) => text(reply, 200, "OK"));
  app.get("/derp/latency-check", (_request, reply) => reply.code(200).send(""));
  app.get("/metrics", async (request, reply) => {
    if (!trustedScraper(http, request)) await requireDebugInfo(http, request);
    const body = await http.deps.metrics.text();
    return reply
      .code(200)
      .header("content-type", "text/plain; version=0.0.4; charset=utf-8")
      .send(body);
  });
}

/** A scraper on an allowed network, and not behind a proxy that hides strangers. */
function trustedScraper(http: HttpDeps, request: FastifyRequest): boolean {
  return (
    addressInCidrs(request.raw.socket.remoteAddress, http.settings.metricsAllow) &&
    !forwardedHeadersPresent(request.raw.headers, http.settings.proxies)
  );
}

async function requireDebugInfo(http: HttpDeps, request: FastifyRequest): Promise<void> {
  const exchange = exchangeOf(request);
  const view = viewRequest(request, http.settings.cookies);
  const identified = await identifyCaller(http, exchange, view);
  if (!identified.ok || identified.actor.user.status !== "active") {
    exchange.challenge = "invalid";
    throw new ApiError("unauthenticated");
  }
  const allowed = decide(identified.actor.subject, "read", { type: "debug_info" });
  if (!allowed) throw new ApiError("forbidden");
}
