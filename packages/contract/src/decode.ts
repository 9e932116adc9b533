import { readJson } from "./json/read.ts";
import { writeJson } from "./json/write.ts";
import { normalise, zeroValue } from "./normalise.ts";
import { type Check, compileCheck, type Schema } from "./schema.ts";
import type { SchemaData } from "./shape.ts";
import { explain, type Validation } from "./validation.ts";

/**
 * What came of decoding. `malformed`: not JSON, or a value of the wrong type; `invalid`: every field that fails a
 * tag. Both are status 400 (spec users §1.3, §1.4). Texts contain no value of a secret field.
 */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly kind: "malformed"; readonly detail: string }
  | { readonly ok: false; readonly kind: "invalid"; readonly validations: readonly Validation[] };

const checks = new WeakMap<SchemaData, Check<unknown>>();

/**
 * Decodes a request body by the rules of spec users §1.3, whatever its content type says.
 *
 * An empty body equals `{}` where nothing is required. Never throws.
 */
export function decodeBody<T>(schema: Schema<T>, body: Uint8Array): Decoded<T> {
  const read = readJson(body);
  if (!read.ok && !(read.empty && !needsBody(schema))) {
    return { ok: false, kind: "malformed", detail: read.detail };
  }
  const reading = { path: [], fault: undefined };
  const value = normalise(schema, read.ok ? read.value : null, reading);
  if (reading.fault !== undefined) return { ok: false, kind: "malformed", detail: reading.fault };
  return judge(schema, value);
}

/** Decodes a value that came as `anyJson` by the rules of a body, for handlers that judge the items of a list one by one. */
export function decodeValue<T>(schema: Schema<T>, value: unknown): Decoded<T> {
  return decodeBody(schema, Buffer.from(writeJson(value ?? null)));
}

/**
 * Judges a normalised value by the compiled check of its schema, and names what fails.
 *
 * The check is compiled at the first use of the schema.
 */
export function judge<T>(schema: Schema<T>, value: unknown): Decoded<T> {
  if (checkOf(schema)(value)) return { ok: true, value };
  const validations = explain(schema, value);
  // Not reachable while normaliser and check agree, which a property test states; refusing is the safe answer.
  if (validations.length === 0) {
    return { ok: false, kind: "malformed", detail: "the value does not fit its schema" };
  }
  return { ok: false, kind: "invalid", validations };
}

function checkOf<T>(schema: Schema<T>): (value: unknown) => value is T {
  let check = checks.get(schema);
  if (check === undefined) {
    check = compileCheck(schema);
    checks.set(schema, check);
  }
  const compiled = check;
  return (value): value is T => compiled(value);
}

/** Whether an empty body is refused: when the value that it stands for fails a tag. */
function needsBody(schema: SchemaData): boolean {
  return explain(schema, zeroValue(schema)).length > 0;
}
