import type { Random } from "../support/random.ts";
import type { ApiDocument, JsonSchema } from "./document.ts";

/** Ids and names of objects that exist on the server under test; tokens and secrets are never among them. */
export interface Known {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly emails: readonly string[];
}

const words = [
  "a",
  "Name",
  "display name",
  "admin",
  "owner",
  "me",
  "default",
  "2026-11-27T00:00:00Z",
];

/** Text that has broken parsers before: encodings, separators, other languages' syntax, extreme lengths. */
const evil: readonly string[] = [
  ...[
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\n",
    "\r\nX-Injected: yes",
    "\t",
    "'",
    '"',
    "`",
    "\\",
    "%",
    "%00",
  ],
  ...[
    "%2e%2e%2f",
    "../../etc/passwd",
    "..\\..\\",
    "//",
    "/",
    "?",
    "#",
    ";",
    ":",
    ",",
    "|",
    "*",
    "_",
    "\u202e",
  ],
  ...[
    "' or 1=1 --",
    "'; drop table users; --",
    "$1",
    "$\u007b7*7}",
    "{{7*7}}",
    "<script>alert(1)</script>",
  ],
  ...[
    "null",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "1e309",
    "9223372036854775808",
    "-9223372036854775809",
  ],
  ...["é", "ß", "İ", "ı", "ﬀ", "漢字", "🦊", "\ud800", "e\u0301", "\ufeff", "\u2028"],
  ...["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  ...[
    "status:active",
    "status:",
    ":x",
    '"',
    'name:"',
    "a:b:c",
    "role:owner role:member",
    "last_seen_before:x",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "user:*",
    "*:*",
    "coder:all",
    "owner:site",
    "a".repeat(300),
  ],
];

const evilNumbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  100_000,
  24,
  3600,
];

/** A value that mostly fits the schema and knows the server's objects; `depth` bounds nesting. */
export function valueFor(
  random: Random,
  document: ApiDocument,
  given: JsonSchema,
  known: Known,
  depth = 0,
): unknown {
  const schema = document.resolve(given);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueFor(random, document, random.pick(choices), known, depth);
  if (schema.allOf !== undefined) {
    return Object.assign(
      {},
      ...schema.allOf.map((part) => valueFor(random, document, part, known, depth)),
    );
  }
  if (schema.enum !== undefined && !random.chance(0.05)) return random.pick(schema.enum);
  if (random.chance(0.04)) return oddValue(random, depth);
  const type =
    typeof schema.type === "string" ? schema.type : random.pick(schema.type ?? ["string"]);
  switch (type) {
    case "object":
      return objectFor(random, document, schema, known, depth);
    case "array": {
      const length = depth > 3 ? 0 : random.pick([0, 1, 1, 2, 3]);
      return Array.from({ length }, () =>
        valueFor(random, document, schema.items ?? {}, known, depth + 1),
      );
    }
    case "integer":
    case "number":
      return random.chance(0.7) ? random.below(1000) : random.pick(evilNumbers);
    case "boolean":
      return random.chance(0.5);
    default:
      return textFor(random, schema.format, known);
  }
}

function objectFor(
  random: Random,
  document: ApiDocument,
  schema: JsonSchema,
  known: Known,
  depth: number,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  if (depth > 5) return object;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (random.chance(0.15)) continue;
    object[name] = valueFor(random, document, property, known, depth + 1);
  }
  const extra = schema.additionalProperties;
  if (typeof extra === "object" && random.chance(0.8)) {
    object[textFor(random, undefined, known)] = valueFor(random, document, extra, known, depth + 1);
  }
  if (random.chance(0.05)) object[random.pick(evil)] = oddValue(random, depth);
  return object;
}

function textFor(random: Random, format: string | undefined, known: Known): string {
  if (random.chance(0.12)) return random.pick(evil);
  if (format === "uuid") return random.pick(known.ids);
  if (format === "email") return random.pick(known.emails);
  if (format === "date-time") return "2026-11-27T12:34:56.789Z";
  return random.pick([
    ...words,
    random.pick(known.names),
    random.pick(known.ids),
    random.pick(evil),
  ]);
}

/** A value of no particular type. */
export function oddValue(random: Random, depth = 0): unknown {
  const makers: readonly (() => unknown)[] = [
    () => null,
    () => random.pick(evil),
    () => random.pick(evilNumbers),
    () => random.chance(0.5),
    () => [],
    () => ({}),
    () => (depth > 4 ? 0 : [oddValue(random, depth + 1), oddValue(random, depth + 1)]),
    () => (depth > 4 ? 0 : { [random.pick(evil)]: oddValue(random, depth + 1) }),
  ];
  return random.pick(makers)();
}

/** A piece of a path or a query value. */
export function pathText(random: Random, name: string, known: Known): string {
  if (random.chance(0.1)) return random.pick(evil);
  if (name === "user") return random.pick(["me", ...known.names, ...known.ids]);
  return random.pick([random.pick(known.ids), random.pick(known.names), "me", "default", "coder"]);
}
