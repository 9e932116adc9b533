const localPath = /^\/(?![/\\])/;

/**
 * The local path that a `redirect` parameter or cookie leads to; `/` where it leads nowhere (spec federated-login §4).
 * Scheme and host are dropped, leading slashes become one, backslashes are encoded, query and fragment stay as they are.
 *
 * Security: browsers read backslashes as slashes and skip tabs and line breaks, so nothing is handed to a URL parser
 * that would do the same: the parts are taken as text and the result is checked again. Apply it to every value, also to
 * one that was cleaned before it became a cookie: a sibling domain can plant that cookie.
 */
export function safeRedirect(value: string): string {
  const path = rebuilt(value);
  return localPath.test(path) ? path : "/";
}

function rebuilt(value: string): string {
  if (value === "" || /[\p{Cc}\p{Cs}]/u.test(value)) return "/";
  const local = withoutOrigin(value);
  if (local === null) return "/";
  const end = local.search(/[?#]/);
  const path = end < 0 ? local : local.slice(0, end);
  const rest = end < 0 ? "" : local.slice(end);
  const encoded = `/${path.replace(/^\/+/, "")}`.replaceAll("\\", "%5C");
  return (encoded + rest.replaceAll("\\", "%5C")).replace(/[^!-~]/gu, encodeURIComponent);
}

/** What follows scheme and host; null for a URL without a path of its own and for one that is not usable. */
function withoutOrigin(value: string): string | null {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(value);
  if (scheme === null) return value.startsWith("//") ? withoutHost(value) : value;
  const rest = value.slice(scheme[0].length);
  if (rest.startsWith("//")) return withoutAuthority(rest.slice(2));
  // `https:/\evil` has a path and no host; `javascript:…` has no path at all.
  return rest.startsWith("/") ? rest : null;
}

/** `//host/path`: a host that nobody asked for is dropped with its slashes; three slashes have no host. */
function withoutHost(value: string): string | null {
  return value.startsWith("///") ? value : withoutAuthority(value.slice(2));
}

function withoutAuthority(text: string): string | null {
  const end = text.search(/[/?#]/);
  const authority = end < 0 ? text : text.slice(0, end);
  if (!/^(?:\[[0-9A-Fa-f:.]+\]|[^\s[\]:\\]*)(?::\d*)?$/.test(authority.replace(/^.*@/, ""))) {
    return null;
  }
  return end < 0 ? "/" : text.slice(end);
}
