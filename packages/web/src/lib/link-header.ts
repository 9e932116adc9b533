/**
 * A parameter of the page that a `Link` header calls next (RFC 8288); undefined at the end of the list.
 */
export function nextParameter(header: string | null, name: string): string | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(header ?? "")?.[1];
  if (target === undefined) return undefined;
  return new URLSearchParams(target.slice(target.indexOf("?") + 1)).get(name) ?? undefined;
}
