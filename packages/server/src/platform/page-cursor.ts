/** Writes the place in a list as a cursor: opaque text for the client, safe in a query. */
export function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Reads a cursor of `length` texts; undefined where it is none of ours. */
export function readCursor(cursor: string, length: number): string[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(place) || place.length !== length) return undefined;
    const texts = place.filter((part) => typeof part === "string" && !part.includes("\u0000"));
    return texts.length === length ? texts : undefined;
  } catch {
    return undefined;
  }
}

/** A `Link` header for the next page (RFC 8288): the same query with another cursor. */
export function nextLink(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  return `<${path}?${parameters.toString()}>; rel="next"`;
}
