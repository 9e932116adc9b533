import { type TSchema, Type } from "typebox";
import { Compile } from "typebox/compile";
import type { FormatName } from "./formats.ts";
import type { NullableData, OptionalData, SchemaData } from "./shape.ts";
import { lacksMember, valueFault } from "./tags.ts";

/** A schema of values of type `T`; `valueType` exists only for the compiler. */
export type Schema<T = unknown> = SchemaData & { readonly valueType?: T };

/** A schema that may stand for an absent field of an object, and nowhere else. */
export type Optional<T = unknown> = OptionalData & { readonly valueType?: T };

/** The type of the values of a schema. */
export type Static<S extends SchemaData> = S extends { readonly valueType?: infer T } ? T : never;

/** The fields of an object, by wire name. */
export type Fields = Readonly<Record<string, Schema>>;

type OptionalNames<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly kind: "optional" } ? K : never;
}[keyof F];

/** The type of an object with the given fields; optional fields may be absent. */
export type StaticFields<F extends Fields> = {
  -readonly [K in Exclude<keyof F, OptionalNames<F>>]: Static<F[K]>;
} & { -readonly [K in OptionalNames<F>]?: Static<F[K]> | undefined };

type Flat<T> = { [K in keyof T]: T[K] };

/** Settings common to all constructors. */
export interface Described {
  readonly description: string;
  readonly required?: boolean;
}

/**
 * An object. Requests: unknown members are ignored, absent or null fields become their zero value.
 *
 * `name` publishes it as a component; a name may be used for one shape only.
 */
export function object<const F extends Fields>(
  fields: F,
  settings: { readonly description: string; readonly name?: string },
): Schema<Flat<StaticFields<F>>> & { readonly kind: "object"; readonly fields: F } {
  return { kind: "object", fields, ...settings };
}

/**
 * A text. Zero value `""`; `format` and `maxLength` (code points) judge non-empty texts. U+0000 is refused.
 *
 * `requiredUnless` names a truth value of the same object that lets the text be empty.
 */
export function text(
  settings: Described & {
    readonly format?: FormatName;
    readonly maxLength?: number;
    readonly secret?: boolean;
    readonly requiredUnless?: string;
  },
): Schema<string> {
  return { kind: "text", ...settings };
}

/** A UUID in lower-case canonical form; requests accept the forms of spec users §1.3. Zero value: the nil UUID. */
export function uuid(settings: Described): Schema<string> {
  return { kind: "uuid", ...settings };
}

/** An integer within ±(2^53 − 1). Zero value 0, which stands for absent and is not held against the bounds. */
export function int(
  settings: Described & { readonly min?: number; readonly max?: number },
): Schema<number> {
  return { kind: "int", ...settings };
}

/** A signed 64-bit integer as a bigint; a JSON number on the wire. Zero value 0n, not held against the bounds. */
export function int64(
  settings: Described & { readonly min?: bigint; readonly max?: bigint },
): Schema<bigint> {
  return { kind: "int64", ...settings };
}

/** A number with a fraction, as a double. Zero value 0. */
export function number(settings: Described): Schema<number> {
  return { kind: "number", ...settings };
}

/** A truth value. Zero value false. */
export function bool(settings: Described): Schema<boolean> {
  return { kind: "bool", ...settings };
}

/**
 * An RFC 3339 time. Decoded to UTC with `Z`, cut to milliseconds.
 *
 * Zero value `0001-01-01T00:00:00Z`, which also means "never" (spec users §1.9).
 */
export function time(settings: Described): Schema<string> {
  return { kind: "time", ...settings };
}

/** A list. Zero value `[]`; the bounds judge non-empty lists, `required` refuses the empty one. */
export function list<S extends Schema>(
  item: S,
  settings: Described & { readonly minItems?: number; readonly maxItems?: number },
): Schema<Static<S>[]> {
  return { kind: "list", item, ...settings };
}

/** An object with open member names and values of one type. Zero value `{}`; decoded without a prototype. */
export function map<S extends Schema>(
  value: S,
  settings: Described,
): Schema<Record<string, Static<S>>> {
  return { kind: "map", value, ...settings };
}

/** One of a closed set of texts that must be given. */
export function oneOf<const V extends string>(
  values: readonly V[],
  settings: Described & { readonly name?: string; readonly required: true },
): Schema<V>;
/** One of a closed set of texts; `""` means that none is given. */
export function oneOf<const V extends string>(
  values: readonly V[],
  settings: Described & { readonly name?: string },
): Schema<V | "">;
export function oneOf(
  values: readonly string[],
  settings: Described & { readonly name?: string },
): Schema<string> {
  return { kind: "enum", values, ...settings };
}

/**
 * Any JSON value. Zero value null. Integers too big for a number are bigints.
 *
 * `documentedAs` is what the reference shows where the handler judges the value itself, with `decodeValue`.
 */
export function anyJson(
  settings: Described & { readonly documentedAs?: SchemaData },
): Schema<unknown> {
  return { kind: "json", ...settings };
}

/**
 * A field that may be absent, distinguishable from its zero value.
 *
 * Requests: absent and null leave it `undefined`; `""` does so for an enumeration that is not `required`. A
 * `required` inside refuses the zero value when the field is there. `optional(nullable(…))` keeps null apart from
 * absent. Responses: omitted when empty.
 */
export function optional<S extends Schema>(schema: S): Optional<Given<Static<S>>> {
  return { kind: "optional", description: schema.description, inner: schema };
}

/** An enumeration has no empty value when it is optional: `""` is absent. */
type Given<T> = [T] extends [string] ? (string extends T ? T : Exclude<T, "">) : T;

/** A value or null, always there. Requests: absent becomes null. */
export function nullable<S extends Schema>(schema: S): Schema<Static<S> | null> {
  return { kind: "nullable", description: schema.description, inner: schema };
}

/** A compiled check of decoded values. */
export type Check<T> = (value: unknown) => value is T;

/** Compiles the check of a schema: types as decoded, and every tag. Takes milliseconds; do it once per schema. */
export function compileCheck<T>(schema: Schema<T>): Check<T> {
  const validator = Compile(checkType(schema));
  return (value): value is T => validator.Check(value);
}

function checkType(schema: SchemaData): TSchema {
  if (schema.kind === "optional") return Type.Optional(checkType(schema.inner));
  if (schema.kind === "nullable") return Type.Union([Type.Null(), checkType(schema.inner)]);
  return Type.Refine(
    plainType(schema),
    (value: unknown) => valueFault(schema, value) === undefined && !lacksMember(schema, value),
  );
}

function plainType(schema: Exclude<SchemaData, OptionalData | NullableData>): TSchema {
  switch (schema.kind) {
    case "text":
    case "uuid":
    case "time":
    case "enum":
      return Type.String();
    case "int":
      return Type.Integer();
    case "int64":
      return Type.BigInt();
    case "number":
      return Type.Number();
    case "bool":
      return Type.Boolean();
    case "json":
      return Type.Unknown();
    case "list":
      return Type.Array(checkType(schema.item));
    case "map":
      // Not a record type: its pattern would not reach names with a line end.
      return Type.Object({}, { additionalProperties: checkType(schema.value) });
    case "object": {
      const fields = Object.entries(schema.fields);
      return Type.Object(
        Object.fromEntries(fields.map(([name, field]) => [name, checkType(field)])),
      );
    }
  }
}
