const mark = "\u0000int:";

/** A text or a whole number literal, so that no part of either is taken for an integer. */
const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const isInexact = (literal: string) =>
  /^-?\d{16,}$/.test(literal) && !Number.isSafeInteger(Number(literal));

/** Reads JSON. Integers that a number does not hold exactly become bigints. Throws SyntaxError. */
export function readJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replaceAll(textOrNumber, (literal) =>
    isInexact(literal) ? JSON.stringify(mark + literal) : literal,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Writes JSON, indented by so many blanks. Bigints become plain integers of any length. */
export function writeJson(value: unknown, indent = 0): string {
  const marked = JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === "bigint" ? `${mark}${part}` : part),
    indent,
  );
  return marked.replaceAll(/"\\u0000int:(-?\d+)"/g, "$1");
}
