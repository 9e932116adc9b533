/** Request headers as Node gives them: lower-case names, repeated lines as a list or joined. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Query parameters; a repeated name is a list. */
export type QueryRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a header or query parameter, or the empty string where there is none. */
export function firstValue(value: string | readonly string[] | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : (value[0] ?? "");
}

/** The path of a request target in the two forms a decision about paths needs. */
export type RequestPath = {
  /** Slash runs collapsed, no query, no trailing slash; percent-encoding untouched. */
  readonly raw: string;
  /** `raw` percent-decoded once, as the router matches it; null where that is impossible. */
  readonly decoded: string | null;
};

const absoluteForm = /^https?:\/\/[^/?#]*/i;

/**
 * Reads the path out of a request target (origin or absolute form, RFC 9112 §3.2).
 *
 * Security: the router accepts several spellings of one path (`//api`, `/%61pi`, `http://x/api`).
 * A rule that grants an exception must match `raw`, a rule that imposes a duty must match
 * `decoded` and take null as a match; then no respelling escapes either (spec users §14.3).
 */
export function requestPath(target: string): RequestPath {
  const local = target.replace(absoluteForm, "");
  const end = local.search(/[?#]/);
  const raw = tidySlashes(end === -1 ? local : local.slice(0, end));
  if (!raw.startsWith("/")) return { raw, decoded: null };
  try {
    return { raw, decoded: raw.includes("%") ? tidySlashes(decodeURIComponent(raw)) : raw };
  } catch {
    return { raw, decoded: null };
  }
}

function tidySlashes(path: string): string {
  const collapsed = path.includes("//") ? path.replace(/\/{2,}/g, "/") : path;
  return collapsed.length > 1 && collapsed.endsWith("/") ? collapsed.slice(0, -1) : collapsed;
}

/** Whether a tidy path is this prefix itself or lies below it; `prefix` ends without a slash. */
export function isAtOrBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
