import type { CountUp } from "./metrics.ts";

/** What went wrong on the way to another server; says nothing about what it answered. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
  /** Whether waiting may help: no connection, no answer in time. */
  readonly isTransient: boolean;

  constructor(message: string, options: { isTransient: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.isTransient = options.isTransient;
  }
}

/** A request to another server. */
export interface OutboundRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks servers of one kind; `source` names the purpose in the metrics. */
export type OutboundFetch = (
  source: string,
  url: string,
  request?: OutboundRequest,
) => Promise<Response>;

const timeoutMs = 10_000;
const maxBytes = 1_048_576;

/**
 * Makes a way to servers outside. An answer is read whole: ten seconds and 1 MiB at most, redirects are not followed.
 * The returned response is complete, so that reading it cannot wait any more; `watch` sees the headers of every answer.
 * Throws `OutboundError`.
 */
export function createOutbound(
  name: string,
  count: CountUp,
  watch: (headers: Headers) => void = () => undefined,
): OutboundFetch {
  return async (source, url, request = {}) => {
    try {
      const response = await fetch(url, {
        ...request,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const bytes = await readBounded(response);
      count(name, source, String(response.status));
      watch(response.headers);
      const { headers, status } = response;
      return new Response(isBodyless(status) ? null : bytes, { headers, status });
    } catch (error) {
      count(name, source, "0");
      throw outboundError(error);
    }
  };
}

function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) throw new OutboundError("the answer is too large", { isTransient: false });
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function outboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  const message = isTimeout
    ? `no answer within ${timeoutMs / 1000} seconds`
    : "the server cannot be reached";
  return new OutboundError(message, { isTransient: true, cause: error });
}
