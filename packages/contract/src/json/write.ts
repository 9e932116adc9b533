/**
 * Writes a value as JSON; bigints are written with all their digits.
 *
 * Everything else is as `JSON.stringify`: `undefined` members are left out, `toJSON` is used. Throws on cycles and
 * on values that are not JSON at the top (`undefined`, functions).
 */
export function writeJson(value: unknown): string {
  const text = writeNative(value) ?? write(value);
  if (text === undefined) throw new TypeError("The value cannot be written as JSON.");
  return text;
}

/** The platform's writer is the fastest way to learn whether there is a bigint: it refuses them. */
function writeNative(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function write(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || hasToJson(value)) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${Array.from(value, (item) => write(item) ?? "null").join(",")}]`;

  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = write(member);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(",")}}`;
}

function hasToJson(value: object): boolean {
  return "toJSON" in value && typeof value.toJSON === "function";
}
