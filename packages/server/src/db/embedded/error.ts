/** Why the embedded database cannot be used. */
export type EmbeddedErrorCode =
  | "owned"
  | "other_major"
  | "no_binaries"
  | "no_user"
  | "unreachable"
  | "damaged"
  | "start_failed";

/** A refusal or failure of the embedded database; the message tells the operator what to do and holds no secret. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedError";
    this.code = code;
  }
}

/** The `code` of a failed system call or of a PostgreSQL error; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}
