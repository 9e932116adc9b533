import type { FormatName } from "./formats.ts";

/** What every schema carries. */
export interface Common {
  /** One sentence for the reference, with units and bounds. */
  readonly description: string;
  /** Published as a component of this name; only objects and enumerations are named. */
  readonly name?: string;
  /** The value must not be the zero value of its type (tag `required`, spec users §1.5). */
  readonly required?: boolean;
}

/** A schema as data. The kinds are a closed set: everything that reads schemas switches over them. */
export type SchemaData =
  | TextData
  | EnumData
  | IntData
  | Int64Data
  | ListData
  | MapData
  | ObjectData
  | OptionalData
  | NullableData
  | JsonData
  | (Common & { readonly kind: "uuid" | "number" | "bool" | "time" });

/** Any text. `maxLength` counts code points; `secret` keeps the value out of every message. */
export interface TextData extends Common {
  readonly kind: "text";
  readonly format?: FormatName;
  readonly maxLength?: number;
  readonly secret?: boolean;
  /** The name of a truth value beside it: the text is required unless that is true. */
  readonly requiredUnless?: string;
}

/** One of a closed set of texts. */
export interface EnumData extends Common {
  readonly kind: "enum";
  readonly values: readonly string[];
}

/** An integer that a number holds exactly; bounds are inclusive. */
export interface IntData extends Common {
  readonly kind: "int";
  readonly min?: number;
  readonly max?: number;
}

/** A signed 64-bit integer; bounds are inclusive. */
export interface Int64Data extends Common {
  readonly kind: "int64";
  readonly min?: bigint;
  readonly max?: bigint;
}

/** Any JSON value. `documentedAs` is what the reference shows, where the handler judges the value itself. */
export interface JsonData extends Common {
  readonly kind: "json";
  readonly documentedAs?: SchemaData;
}

/** A list; bounds count the items and are inclusive. */
export interface ListData extends Common {
  readonly kind: "list";
  readonly item: SchemaData;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An object with open member names. */
export interface MapData extends Common {
  readonly kind: "map";
  readonly value: SchemaData;
}

/** An object with a fixed set of fields, in the order of the wire. */
export interface ObjectData extends Common {
  readonly kind: "object";
  readonly fields: Readonly<Record<string, SchemaData>>;
}

/** A schema whose value may be missing. */
export interface OptionalData extends Common {
  readonly kind: "optional";
  readonly inner: SchemaData;
}

/** A schema whose value may be null. */
export interface NullableData extends Common {
  readonly kind: "nullable";
  readonly inner: SchemaData;
}
