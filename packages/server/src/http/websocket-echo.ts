import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { decide } from "@gatehouse/rbac";
import { identify } from "../features/identity/index.ts";
import { type WebSocket, WebSocketServer } from "../platform/websocket.ts";
import type { HttpDeps } from "./admission.ts";
import { parseCookies } from "./cookies.ts";
import { requestPath } from "./request-parts.ts";
import { parseQuery, rawQuery } from "./request-view.ts";
import { normalizeSessionCookie, readSessionToken } from "./session-token.ts";

const path = "/api/v2/debug/ws";
const maxPayloadBytes = 65_536;
const idleMs = 10_000;

const refusals = { 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" } as const;

/**
 * Serves `GET /debug/ws`, the echo that the health check dials (spec deployment §4.1). The caller is
 * authenticated and needs `debug_info:read` before the upgrade; by cookie only from our own origin
 * (deployment §13.18). Every other upgrade is refused.
 */
export function upgradeHandler(http: HttpDeps) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    refusalOf(http, request).then(
      (status) => {
        if (status !== null) refuse(socket, status);
        else sockets.handleUpgrade(request, socket, head, echo);
      },
      (error: unknown) => {
        http.deps.log.error({ err: error }, "websocket upgrade failed");
        socket.destroy();
      },
    );
  };
  const close = (): void => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
  return { upgrade, close };
}

/** The status to refuse with, or null. */
async function refusalOf(
  http: HttpDeps,
  request: IncomingMessage,
): Promise<keyof typeof refusals | null> {
  const target = request.url ?? "/";
  if (requestPath(target).decoded !== path) return 404;
  const { headers } = request;
  const { cookies } = normalizeSessionCookie(parseCookies(headers.cookie), http.settings.cookies);
  const received = readSessionToken({ cookies, headers, query: parseQuery(rawQuery(target)) });
  const found = await identify(http.identities, received?.token ?? null, http.deps.clock.now());
  if (!found.ok || found.actor.user.status !== "active") return 401;
  if (received?.source === "cookie" && foreignOrigin(headers.origin, headers.host)) return 403;
  return decide(found.actor.subject, "read", { type: "debug_info" }) ? null : 403;
}

function foreignOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function refuse(socket: Duplex, status: keyof typeof refusals): void {
  socket.end(
    `HTTP/1.1 ${status} ${refusals[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

/** Sends every message back; ends a connection that is silent for ten seconds. */
function echo(client: WebSocket): void {
  let timer = setTimeout(() => client.terminate(), idleMs);
  client.on("message", (data, isBinary) => {
    clearTimeout(timer);
    timer = setTimeout(() => client.terminate(), idleMs);
    client.send(data, { binary: isBinary });
  });
  client.on("close", () => clearTimeout(timer));
  client.on("error", () => client.terminate());
}
