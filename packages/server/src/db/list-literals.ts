type Scalar = string | bigint | number | null;

/**
 * A list of a type whose texts never need quotes (uuid, numbers, bytea, timestamps) as the database reads
 * it, to be bound as one parameter. Several times faster than the driver, which quotes every element.
 */
export function bareList(values: readonly Scalar[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** A list of texts as the database reads it, to be bound as one parameter. */
export function textList(values: readonly Scalar[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : quoted(String(value)))).join(",")}}`;
}

const special = /["\\]/;

function quoted(text: string): string {
  return special.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
}
