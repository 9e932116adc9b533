import type { CoreDeps } from "../../context/deps.ts";
import { WebSocket } from "../../platform/websocket.ts";
import { findingSection, type HealthReport, soundSection } from "./sections.ts";

const timeoutMs = 5000;
const messages = ["0", "1", "2"];

/** Why the echo did not come back. */
class EchoError extends Error {
  override readonly name = "EchoError";
  readonly code: "EWS01" | "EWS02" | "EWS03";
  readonly status: number;
  constructor(code: EchoError["code"], message: string, status = 0) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * Whether websockets get through to this deployment by its public address, with the caller's own
 * credential (spec deployment §4.2).
 */
export async function checkWebsocket(
  deps: Pick<CoreDeps, "deployment">,
  token: string | null,
): Promise<HealthReport["websocket"]> {
  try {
    await exchangeEchoes(deps.deployment.accessUrl, token);
    return { ...soundSection(), body: "", code: 101 };
  } catch (error) {
    const known = error instanceof EchoError ? error : new EchoError("EWS01", "unknown");
    const finding = { code: known.code, message: `Websocket check: ${known.message}.` };
    return { ...findingSection("error", finding), body: "", code: known.status };
  }
}

function exchangeEchoes(accessUrl: string, token: string | null): Promise<void> {
  const url = `${accessUrl.replace(/^http/, "ws")}/api/v2/debug/ws`;
  return new Promise((resolve, reject) => {
    let opened = false;
    let echoed = 0;
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        handshakeTimeout: timeoutMs,
        ...(token === null ? {} : { headers: { "coder-session-token": token } }),
      });
    } catch {
      reject(new EchoError("EWS01", "the access URL is not an address"));
      return;
    }
    const timer = setTimeout(() => finish(new EchoError("EWS02", "no echo in time")), timeoutMs);
    function finish(problem: EchoError | null): void {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.close();
      if (problem === null) resolve();
      else reject(problem);
    }
    socket.on("open", () => {
      opened = true;
      socket.send(messages[0] ?? "");
    });
    socket.on("message", (data) => {
      if (String(data) !== messages[echoed]) {
        finish(new EchoError("EWS03", "the echo differs from what was sent"));
        return;
      }
      echoed += 1;
      const next = messages[echoed];
      if (next === undefined) finish(null);
      else socket.send(next);
    });
    socket.on("unexpected-response", (_request, response) => {
      const status = response.statusCode ?? 0;
      finish(new EchoError("EWS01", `refused with status ${status}`, status));
    });
    socket.on("error", (error) => {
      finish(new EchoError(opened ? "EWS02" : "EWS01", error.message));
    });
    socket.on("close", () => finish(new EchoError("EWS02", "closed before the echo")));
  });
}
