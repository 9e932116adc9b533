import { ApiError, type ErrorCode } from "@gatehouse/contract";
import { BusyError } from "../platform/semaphore.ts";

/** What Fastify and its router throw, by their code. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_BAD_URL: "malformed_request",
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed_request",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "malformed_request",
};

/** SQLSTATE classes that say "not now": no connection, no resources (a full disk among them), shutting down. */
const outageStates = /^(?:08\w{3}|53\w{3}|57P0\w)$/;

/** What the system says of a database that nobody can reach. */
const outageCodes: readonly string[] = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
];

/** What the driver says without a code. */
const outageMessages = /^(?:Connection terminated|timeout exceeded when trying to connect)/;

/** Turns whatever was thrown into the one error class; what nobody foresaw is `internal`. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof BusyError) return new ApiError("busy", { cause: thrown });
  const code = codeOf(thrown);
  if (isOutage(thrown, code)) {
    const detail = code?.startsWith("53")
      ? "The database has run out of room or connections."
      : "The database cannot be reached at the moment.";
    return new ApiError("unavailable", { cause: thrown, detail });
  }
  const known = code === undefined ? undefined : frameworkCodes[code];
  return new ApiError(known ?? "internal", { cause: thrown });
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}

/** Whether the database is away or at its limits, and the same request may succeed in a moment. */
function isOutage(thrown: unknown, code: string | undefined): boolean {
  if (code === undefined) return thrown instanceof Error && outageMessages.test(thrown.message);
  const isOfDatabase =
    thrown instanceof Error && "syscall" in thrown && thrown.syscall === "connect";
  return outageStates.test(code) || (outageCodes.includes(code) && isOfDatabase);
}
