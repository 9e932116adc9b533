/** One failing field of a request, by its wire name. */
export interface FieldFailure {
  readonly field: string;
  readonly detail: string;
}

/** A request that the server refused, or that never got an answer (status 0). */
export class ApiFailure extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** More for the operator; empty when there is none. */
  readonly detail: string;
  readonly validations: readonly FieldFailure[];
  /** Finds the request in the server's log; empty without an answer. */
  readonly requestId: string;
  /** Seconds after which the server takes the request again; null when it names none. */
  readonly retryAfterSeconds: number | null;

  constructor(parts: {
    readonly status: number;
    readonly message: string;
    readonly detail?: string;
    readonly validations?: readonly FieldFailure[];
    readonly requestId?: string;
    readonly retryAfterSeconds?: number | null;
    readonly cause?: unknown;
  }) {
    super(parts.message, { cause: parts.cause });
    this.name = "ApiFailure";
    this.status = parts.status;
    this.detail = parts.detail ?? "";
    this.validations = parts.validations ?? [];
    this.requestId = parts.requestId ?? "";
    this.retryAfterSeconds = parts.retryAfterSeconds ?? null;
  }
}

/** Reads the error envelope of an answer; anything else (a proxy's page, say) becomes a plain sentence. */
export function failureOf(response: Response, body: unknown): ApiFailure {
  const envelope = typeof body === "object" && body !== null ? { ...body } : {};
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiFailure({
    status: response.status,
    message: textOf(envelope, "message") || `The server answered with status ${response.status}.`,
    detail: textOf(envelope, "detail"),
    validations: validationsOf(Reflect.get(envelope, "validations")),
    requestId: response.headers.get("x-coder-request-id") ?? "",
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
  });
}

function textOf(value: object, name: string): string {
  const found: unknown = Reflect.get(value, name);
  return typeof found === "string" ? found : "";
}

function validationsOf(value: unknown): FieldFailure[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== "object" || item === null) return [];
    return [{ field: textOf(item, "field"), detail: textOf(item, "detail") }];
  });
}
