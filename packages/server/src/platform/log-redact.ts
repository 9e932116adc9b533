/** What stands in a log where a secret was. */
export const redacted = "[redacted]";

// Compared without case, hyphens and underscores, so header, wire and code spellings are one entry.
const secretNames = new Set(
  [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "coder-session-token",
    "coder_session_token",
    "session_token",
    "x-csrf-token",
    "csrf_token",
    "password",
    "old_password",
    "new_password",
    "one_time_passcode",
    "passcode",
    "otp",
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "key",
    "api_key",
    "psk",
    "secret",
    "client_secret",
    "code_verifier",
    "private_key",
    "auth_password",
    "postgres_url",
  ].map(normalName),
);

const secretParameters = new Set([
  "coder_session_token",
  "access_token",
  "refresh_token",
  "id_token",
  "token",
  "otp",
  "code",
  "state",
  "password",
  "client_secret",
  "code_verifier",
]);

/** Tells whether a field of this name may never be logged: a name of the list in any spelling, or `hashed_…`. */
export function isSecretName(name: string): boolean {
  const normal = normalName(name);
  return secretNames.has(normal) || normal.startsWith("hashed");
}

function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/**
 * Hides secrets of a URL or of a path with query: values of secret parameters (in any percent-encoding, in query and
 * fragment) and user information. Everything else stays byte for byte; text that is no URL passes unharmed.
 */
export function scrubUrl(url: string): string {
  const withoutUser = url.replace(
    /:\/\/[^\s"'<>]*@(?=[^\s"'<>@]*$|[^@\s]*[\s"'<>])/,
    `://${redacted}@`,
  );
  return withoutUser.replace(/([?&#;])([^=&#;?\s]+)=([^&#;\s"'<>]*)/g, (whole, separator, name) =>
    secretParameters.has(decoded(name)) ? `${separator}${name}=${redacted}` : whole,
  );
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("+", " ")).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}

/** The last net under every finished line: plain spellings of tokens in query strings, wherever they stand. */
export function scrubLine(line: string): string {
  return line.replace(
    /\b(coder_session_token|access_token|one_time_passcode|otp)=[^&#;\s"'\\]+/gi,
    `$1=${redacted}`,
  );
}

const maxDepth = 6;
const maxItems = 100;

/**
 * Copies the fields of a log entry without secrets: fields with a secret name at any depth are hidden, URLs scrubbed,
 * errors reduced to name, message, code, constraint, stack and cause. Objects of classes are not walked (a request or a
 * socket holds credentials) but named. Depth and size are bounded, cycles end at the depth bound.
 */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0);
}

/** A flag under a secret's name (`secret: true` in an audit diff) tells nothing; everything else may. */
function mayHoldSecret(value: unknown): boolean {
  return value !== undefined && typeof value !== "boolean";
}

function redactObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object).slice(0, maxItems)) {
    copy[name] = isSecretName(name) && mayHoldSecret(value) ? redacted : redactValue(value, depth);
  }
  return copy;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return scrubUrl(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[too deep]";
  if (Array.isArray(value)) {
    return value.slice(0, maxItems).map((item) => redactValue(item, depth + 1));
  }
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return scrubUrl(value.href);
  if (isPlain(value)) return redactObject(value, depth + 1);
  return `[${value.constructor.name}]`;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Reduces an error: other properties may hold row values (`detail` of a database error) or whole requests. */
function errorFields(error: Error, depth: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    name: error.name,
    message: scrubUrl(error.message),
    stack: error.stack === undefined ? undefined : scrubUrl(error.stack),
  };
  for (const name of ["code", "constraint"]) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === "string" || typeof value === "number") fields[name] = value;
  }
  if (error.cause !== undefined) fields["cause"] = redactValue(error.cause, depth + 1);
  if (error instanceof AggregateError) fields["errors"] = redactValue(error.errors, depth + 1);
  return fields;
}
