import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { ApiError, writeJson } from "@gatehouse/contract";
import { decide } from "@gatehouse/rbac";
import { identify } from "../features/identity/index.ts";
import { newId } from "../platform/ids.ts";
import { type WebSocket, WebSocketServer } from "../platform/websocket.ts";
import type { HttpDeps } from "./admission.ts";
import { bearerChallenge } from "./bearer-challenge.ts";
import { parseCookies } from "./cookies.ts";
import { ignoreUpgrade } from "./ignored-upgrade.ts";
import { jsonType } from "./reply.ts";
import { requestPath } from "./request-parts.ts";
import { parseQuery, rawQuery } from "./request-view.ts";
import { normalizeSessionCookie, readSessionToken } from "./session-token.ts";

const path = "/api/v2/debug/ws";
const maxPayloadBytes = 65_536;
const idleMs = 10_000;

/** What an upgrade is refused with. */
type Refusal = "unauthenticated" | "forbidden" | "malformed_request";

/**
 * Serves `GET /debug/ws`, the echo that the health check dials (spec deployment §4.1). The caller is
 * authenticated and needs `debug_info:read` before the upgrade; by cookie only from our own origin
 * (deployment §13.18). The wish for any other upgrade is ignored.
 */
export function upgradeHandler(http: HttpDeps, server: Server) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  sockets.on("wsClientError", (_error, socket) => refuse(http, socket, "malformed_request"));
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (!asksForEcho(request)) {
      ignoreUpgrade(server, request, { socket, head });
      return;
    }
    socket.on("error", () => socket.destroy());
    refusalOf(http, request).then(
      (refusal) => {
        if (refusal !== null) refuse(http, socket, refusal);
        else {
          sockets.handleUpgrade(request, socket, head, (client) =>
            echo(client, () => refusalOf(http, request)),
          );
        }
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

function asksForEcho(request: IncomingMessage): boolean {
  const wish = request.headers.upgrade?.toLowerCase();
  return wish === "websocket" && requestPath(request.url ?? "/").decoded === path;
}

/** Why the upgrade is refused, or null. */
async function refusalOf(http: HttpDeps, request: IncomingMessage): Promise<Refusal | null> {
  const target = request.url ?? "/";
  const { headers } = request;
  const { cookies } = normalizeSessionCookie(parseCookies(headers.cookie), http.settings.cookies);
  const received = readSessionToken({ cookies, headers, query: parseQuery(rawQuery(target)) });
  const found = await identify(http.identities, received?.token ?? null, http.deps.clock.now());
  if (!found.ok || found.actor.user.status !== "active") return "unauthenticated";
  if (received?.source === "cookie" && foreignOrigin(headers.origin, headers.host)) {
    return "forbidden";
  }
  return decide(found.actor.subject, "read", { type: "debug_info" }) ? null : "forbidden";
}

function foreignOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Answers with the headers and the envelope of any other refusal: there is no reply object here. */
function refuse(http: HttpDeps, socket: Duplex, refusal: Refusal): void {
  const { deployment } = http.deps;
  const error = new ApiError(refusal);
  const { status } = error;
  const body = writeJson(error.envelope());
  const challenge = bearerChallenge(deployment, 401, "invalid");
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    `Content-Type: ${jsonType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Vary: Cookie",
    "X-Content-Type-Options: nosniff",
    `X-Coder-Build-Version: ${deployment.compatVersion}`,
    `X-Gatehouse-Version: ${deployment.version}`,
    `X-Coder-Request-Id: ${newId()}`,
    ...(status === 401 ? [`WWW-Authenticate: ${challenge}`] : []),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** What a connection is closed with once its caller may not have it any more (RFC 6455 §7.4.1). */
const policyViolation = 1008;

/**
 * Sends every message back, in order; ends a connection that is silent for ten seconds. Before each answer
 * the caller is looked at again: a deleted key, a suspended user and a lost role end the connection with
 * the next message, or with the silence (spec authorization §9, trap 7).
 */
function echo(client: WebSocket, refusal: () => Promise<Refusal | null>): void {
  let timer = setTimeout(() => client.terminate(), idleMs);
  let turn = Promise.resolve();
  client.on("message", (data, isBinary) => {
    clearTimeout(timer);
    timer = setTimeout(() => client.terminate(), idleMs);
    turn = turn.then(async () => {
      const refused = await refusal().catch(() => "forbidden");
      if (refused === null) client.send(data, { binary: isBinary });
      else client.close(policyViolation, refused);
    });
  });
  client.on("close", () => clearTimeout(timer));
  client.on("error", () => client.terminate());
}
