import type { IncomingMessage } from "node:http";
import { ApiError } from "@gatehouse/contract";

const nothing = new Uint8Array(0);

/**
 * Reads the raw body, at most `limitBytes`; whatever the Content-Type says (spec users §1.1, §1.10).
 * Errors: `body_too_large` as soon as the declared or received size exceeds the limit; the rest of
 * the body is then discarded by the HTTP server, within bounds, so the client can read the answer.
 */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  const declared = Number(message.headers["content-length"] ?? 0);
  if (declared > limitBytes) return Promise.reject(tooLarge(limitBytes));
  if (declared === 0 && message.headers["transfer-encoding"] === undefined) {
    return Promise.resolve(nothing);
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    function settle(finish: () => void): void {
      message.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
      finish();
    }
    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size > limitBytes) {
        settle(() => reject(tooLarge(limitBytes)));
        message.resume();
        return;
      }
      chunks.push(chunk);
    }
    function onEnd(): void {
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    }
    function onError(cause: Error): void {
      settle(() => reject(new ApiError("malformed_request", { cause })));
    }
    function onClose(): void {
      settle(() => reject(new ApiError("malformed_request")));
    }
    message.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
  });
}

/** Names the limit: whoever sent too much has to know how much is taken. */
function tooLarge(limitBytes: number): ApiError {
  const detail = `At most ${limitBytes.toLocaleString("en")} bytes are read.`;
  return new ApiError("body_too_large", { detail });
}
