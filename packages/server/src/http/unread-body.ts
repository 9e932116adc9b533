import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";

/** Bytes of a refused body that are still taken, so that a client which sends before it reads gets its answer. */
const mostDiscardedBytes = 16 * 1024 * 1024;

/** Milliseconds for the same. */
const discardsForMs = 10_000;

const looksEveryMs = 100;

/**
 * Ends the connection of a client that goes on sending a body although it was answered: whoever is refused before the
 * body is read (401, 413) could otherwise keep the server reading for as long as a request may take. Node discards
 * what comes without telling anybody, so the bytes of the connection are counted. Call it when the answer has left.
 */
export function boundUnreadBody(message: IncomingMessage): void {
  const { socket } = message;
  // Requests that tests inject have no connection.
  if (message.complete || !(socket instanceof Socket)) return;
  const answeredAt = performance.now();
  const readBefore = socket.bytesRead;
  const timer = setInterval(() => {
    if (message.complete || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    const discardedBytes = socket.bytesRead - readBefore;
    const tookMs = performance.now() - answeredAt;
    if (discardedBytes > mostDiscardedBytes || tookMs > discardsForMs) socket.destroy();
  }, looksEveryMs);
  timer.unref();
}
