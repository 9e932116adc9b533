const mark = "redacted";

// A password may hold what separates the parts of a URL, so each pattern runs to the last `@` it can reach.
const userOfUrl = /\/\/[^\s/?#<>]*@/g;
const userBeforePath = /\/\/[^\s/?#@:<>]*:(?!\d{1,5}(?:[/?#\s]|$))[^\s<>]*@/g;
const userWithoutUrl = /(^|[\s,;"'=(])[^\s/@:,;"'<>=()]+:(?!\/\/)[^\s<>]+@(?=\S)/g;

/**
 * Hides the `user:password@` of every URL inside a text, and of a bare `user:password@host` (spec deployment §3.7).
 *
 * Security: credentials hide in options that are no secrets themselves, such as addresses of proxies and webhooks.
 * Hides too much rather than too little.
 */
export function redactCredentials(text: string): string {
  return text
    .replace(userOfUrl, `//${mark}@`)
    .replace(userBeforePath, `//${mark}@`)
    .replace(userWithoutUrl, `$1${mark}@`);
}

/** Hides credentials in every text inside a JSON value; other values come back as they are. */
export function redactValue(value: unknown): unknown {
  if (typeof value === "string") return redactCredentials(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, redactValue(member)]),
  );
}

/**
 * Hides user and password of a URL, and with `hideQuery` query and fragment too: receivers of webhooks take their
 * keys there. Read by the URL parser, because it finds credentials in spellings that no pattern sees.
 */
export function redactUrl(text: string, hideQuery: boolean): string {
  if (!URL.canParse(text)) return redactCredentials(text);
  const url = new URL(text);
  const hasCredentials = url.username !== "" || url.password !== "";
  const hasQuery = hideQuery && /[?#]/.test(text);
  if (!hasCredentials && !hasQuery) return text;
  if (hasCredentials) {
    url.username = mark;
    url.password = "";
  }
  if (hideQuery) {
    url.search = "";
    url.hash = "";
  }
  return url.href;
}
