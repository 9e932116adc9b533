import { ApiError, type ErrorCode } from "@gatehouse/contract";
import { BusyError } from "../platform/semaphore.ts";

/** What Fastify and its router throw, by their code. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_BAD_URL: "malformed_request",
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed_request",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "malformed_request",
};

/** Turns whatever was thrown into the one error class; what nobody foresaw is `internal`. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof BusyError) return new ApiError("busy", { cause: thrown });
  const code = codeOf(thrown);
  const known = code === undefined ? undefined : frameworkCodes[code];
  return new ApiError(known ?? "internal", { cause: thrown });
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
