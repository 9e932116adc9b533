const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const bare = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The id that stands for "nobody"; it never owns anything. */
export const nilUuid = "00000000-0000-0000-0000-000000000000";

/**
 * The lower-case hyphenated spelling of a UUID, or null when the text is none. Also reads the
 * braced, the `urn:uuid:` and the bare hexadecimal spelling, which stored lists may contain.
 */
export function canonicalUuid(text: string): string | null {
  if (canonical.test(text)) return text;
  let rest = text.toLowerCase();
  if (rest.startsWith("urn:uuid:")) rest = rest.slice("urn:uuid:".length);
  else if (rest.startsWith("{") && rest.endsWith("}")) rest = rest.slice(1, -1);
  if (canonical.test(rest)) return rest;
  const parts = bare.exec(rest);
  return parts === null ? null : parts.slice(1).join("-");
}
