/** Cuts a text to what a column holds, by code point, and takes out U+0000, which PostgreSQL refuses. */
export function clipText(text: string, codePoints: number): string {
  const clean = text.replaceAll("\u0000", "");
  // The usual short text costs no array.
  return clean.length <= codePoints ? clean : Array.from(clean).slice(0, codePoints).join("");
}

/** Code points of a user agent that are stored. */
export const userAgentLength = 256;
