/**
 * The path to go to after signing in, from a `redirect` parameter that anybody may have written: always of this origin.
 *
 * Scheme and host are dropped, leading slashes become one, backslashes are escaped, control characters and opaque
 * addresses (`javascript:`) lead home (spec federated-login §4, whose table is the test).
 */
export function safeRedirect(given: string): string {
  if (hasControl(given)) return "/";
  const rest = given.replace(/^https?:(?=\/\/[^/\\]|\/?\\)/i, "");
  if (/^[a-z][a-z0-9+.-]*:/i.test(rest)) return "/";
  const local = rest === given || !rest.startsWith("//") ? rest : withoutHost(rest);
  if (local === null) return "/";
  if (/^\/\/[^/]/.test(given)) return "/";
  const [path = "", tail = ""] = split(local);
  const escaped = `/${path.replaceAll("\\", "%5C").replace(/^\/+/, "")}${tail}`;
  return /^\/(?![/\\])/.test(escaped) ? escaped : "/";
}

function hasControl(text: string): boolean {
  return [...text].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 32 || code === 127;
  });
}

/** Cuts `//host` off; null when the host cannot be one. */
function withoutHost(rest: string): string | null {
  const match = /^\/\/([^/?#]*)(.*)$/s.exec(rest);
  const host = match?.[1] ?? "";
  return URL.canParse(`http://${host}`) ? (match?.[2] ?? "") : null;
}

/** The path, and query and fragment as they are. */
function split(text: string): [string, string] {
  const end = text.search(/[?#]/);
  return end === -1 ? [text, ""] : [text.slice(0, end), text.slice(end)];
}
