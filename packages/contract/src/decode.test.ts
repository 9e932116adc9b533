import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBody } from "./decode.ts";
import {
  anyJson,
  bool,
  int,
  int64,
  list,
  map,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  type Static,
  text,
  time,
  uuid,
} from "./schema.ts";
import { nilUuid, zeroTime } from "./values.ts";

const description = "For the test.";
const bytes = (input: string): Uint8Array => new TextEncoder().encode(input);
const id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

const user = object(
  {
    email: text({ description, format: "email" }),
    username: text({ description, format: "username", required: true }),
    password: text({ description, secret: true, maxLength: 8 }),
    status: optional(oneOf(["active", "dormant"], { description })),
    organization_ids: list(uuid({ description }), { description }),
    service_account: bool({ description }),
    lifetime: int64({ description }),
    labels: map(text({ description }), { description }),
  },
  { description },
);

/** Decodes one field `x` of a schema. */
function decodeField<T>(schema: Schema<T>, json: string): unknown {
  const result = decodeBody(object({ x: schema }, { description }), bytes(`{"x":${json}}`));
  if (result.ok) return Reflect.get(result.value, "x");
  return result.kind;
}

describe("decodeBody", () => {
  it("fills absent fields with their zero value and leaves optional ones out", () => {
    const result = decodeBody(user, bytes('{"username":"ann"}'));

    expect(result).toEqual({
      ok: true,
      value: {
        email: "",
        username: "ann",
        password: "",
        organization_ids: [],
        service_account: false,
        lifetime: 0n,
        labels: {},
      },
    });
  });

  it("gives its result the static type of the schema", () => {
    const value: Static<typeof user> = {
      email: "",
      username: "",
      password: "",
      organization_ids: [],
      service_account: false,
      lifetime: 0n,
      labels: { a: "b" },
    };
    const status: "active" | "dormant" | undefined = value.status;

    expect(status).toBeUndefined();
  });

  it("reports every failing field at once, without the value of a secret one", () => {
    const result = decodeBody(
      user,
      bytes('{"email":"x","password":"open sesame","status":"gone"}'),
    );

    expect(result).toEqual({
      ok: false,
      kind: "invalid",
      validations: [
        { field: "email", detail: 'failed the check "email": "x"' },
        { field: "username", detail: 'failed the check "required": a value must be given' },
        { field: "password", detail: 'failed the check "max=8"' },
        { field: "status", detail: 'failed the check "oneof=active dormant": "gone"' },
      ],
    });
  });

  it("names a field that another one makes required along with all others", () => {
    const schema = object(
      {
        email: text({ description, format: "email", requiredUnless: "robot" }),
        name: text({ description, required: true }),
        robot: bool({ description }),
      },
      { description },
    );

    const neither = decodeBody(schema, bytes('{"robot":false}'));
    const named = decodeBody(schema, bytes('{"name":"ann"}'));
    const robot = decodeBody(schema, bytes('{"name":"ann","robot":true}'));
    const malformed = decodeBody(schema, bytes('{"name":"ann","robot":true,"email":"x"}'));

    const required = 'failed the check "required": a value must be given';
    expect(neither).toMatchObject({
      validations: [
        { field: "email", detail: required },
        { field: "name", detail: required },
      ],
    });
    expect(named).toMatchObject({ validations: [{ field: "email", detail: required }] });
    expect(robot).toMatchObject({ ok: true });
    expect(malformed).toMatchObject({ validations: [{ field: "email" }] });
  });

  it("names nested fields by their path", () => {
    const schema = object({ users: list(user, { description }) }, { description });

    const result = decodeBody(schema, bytes('{"users":[{"username":"ok"},{"email":"x"}]}'));

    expect(result).toMatchObject({
      validations: [{ field: "users[1].email" }, { field: "users[1].username" }],
    });
  });

  it("never echoes input in the detail of a malformed body", () => {
    const result = decodeBody(user, bytes('{"username":"ann","password":["hunter2"]}'));

    expect(result).toEqual({
      ok: false,
      kind: "malformed",
      detail: '"password" must be a string',
    });
  });

  it.each([
    ["a syntax error", "{"],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["an empty body when a field is required", ""],
    ["white space when a field is required", " \n"],
  ])("calls %s malformed", (_, body) => {
    const result = decodeBody(user, bytes(body));

    expect(result).toMatchObject({ ok: false, kind: "malformed" });
  });

  it("takes an empty body for {} when nothing is required", () => {
    const schema = object(
      { a: text({ description }), b: optional(text({ description, required: true })) },
      { description },
    );

    const result = decodeBody(schema, bytes(""));

    expect(result).toEqual({ ok: true, value: { a: "" } });
  });

  it("refuses an empty body when only a nested field is required", () => {
    const schema = object({ inner: user }, { description });

    const result = decodeBody(schema, bytes(""));

    expect(result).toMatchObject({ ok: false, kind: "malformed" });
  });

  it("takes null at the top for {}", () => {
    const result = decodeBody(user, bytes("null"));

    expect(result).toMatchObject({ kind: "invalid", validations: [{ field: "username" }] });
  });

  it.each([
    ["an unknown field", '{"username":"a","nope":[1,{"x":null}]}', "a"],
    ["another letter case", '{"USERNAME":"a"}', "a"],
    ["the exact name before another case", '{"username":"a","Username":"b"}', "a"],
    ["the exact name after another case", '{"Username":"b","username":"a"}', "a"],
    ["the last of two other cases", '{"USERNAME":"a","Username":"b"}', "b"],
    ["the last of duplicates", '{"username":"a","username":"b"}', "b"],
    ["trailing data", '{"username":"a"} }}', "a"],
  ])("accepts %s", (_, body, expected) => {
    const result = decodeBody(user, bytes(body));

    expect(result).toMatchObject({ ok: true, value: { username: expected } });
  });

  it("takes null for absent in every field", () => {
    const names = Object.keys(user.fields).filter((name) => name !== "username");
    const nulls = names.map((name) => `"${name}":null`).join(",");

    const result = decodeBody(user, bytes(`{"username":"ann",${nulls}}`));

    expect(result).toEqual(decodeBody(user, bytes('{"username":"ann"}')));
  });

  it("is not polluted by __proto__ members", () => {
    const body = '{"username":"a","__proto__":{"email":"x"},"labels":{"__proto__":"p"}}';

    const result = decodeBody(user, bytes(body));

    expect(result).toMatchObject({ ok: true, value: { email: "" } });
    expect(result.ok && Object.entries(result.value.labels)).toEqual([["__proto__", "p"]]);
    expect(result.ok && Object.hasOwn(result.value, "__proto__")).toBe(false);
  });
});

describe("decoded types", () => {
  it.each([
    ["text", text({ description }), '""', ""],
    ["text", text({ description }), '"é😀"', "é😀"],
    ["text", text({ description }), "1", "malformed"],
    ["text with U+0000", text({ description }), '"a\\u0000"', "invalid"],
    ["required text", text({ description, required: true }), '""', "invalid"],
    ["required text", text({ description, required: true }), "null", "invalid"],
    ["long text in code points", text({ description, maxLength: 2 }), '"😀😀"', "😀😀"],
    ["longer text", text({ description, maxLength: 2 }), '"abc"', "invalid"],
    ["formatted empty text", text({ description, format: "email" }), '""', ""],
    ["uuid", uuid({ description }), `"${id.toUpperCase()}"`, id],
    ["uuid with prefix", uuid({ description }), `"URN:uuid:${id}"`, id],
    ["uuid in braces", uuid({ description }), `"{${id}}"`, id],
    ["bare uuid", uuid({ description }), `"${id.replaceAll("-", "")}"`, id],
    ["uuid null", uuid({ description }), "null", nilUuid],
    ["uuid half in braces", uuid({ description }), `"{${id}"`, "malformed"],
    ["bare uuid in braces", uuid({ description }), `"{${id.replaceAll("-", "")}}"`, "malformed"],
    ["empty uuid", uuid({ description }), '""', "malformed"],
    ["nil uuid when required", uuid({ description, required: true }), `"${nilUuid}"`, "invalid"],
    ["text like the nil uuid", text({ description, required: true }), `"${nilUuid}"`, nilUuid],
    ["int", int({ description }), "-0", 0],
    ["int", int({ description }), "9007199254740991", 9007199254740991],
    ["int past 2^53", int({ description }), "9007199254740993", "malformed"],
    ["int with fraction", int({ description }), "1.0", "malformed"],
    ["int with exponent", int({ description }), "1e2", "malformed"],
    ["int as text", int({ description }), '"1"', "malformed"],
    ["int under the bound", int({ description, min: 1 }), "-1", "invalid"],
    ["int over the bound", int({ description, max: 5 }), "6", "invalid"],
    ["int zero is absent", int({ description, min: 1 }), "0", 0],
    ["required int zero", int({ description, required: true }), "0", "invalid"],
    ["int64", int64({ description }), "9223372036854775807", 2n ** 63n - 1n],
    ["int64 out of range", int64({ description }), "9223372036854775808", "malformed"],
    ["int64 with fraction", int64({ description }), "1.5", "malformed"],
    ["int64 over the bound", int64({ description, max: 5n }), "6", "invalid"],
    ["number", number({ description }), "1.5e0", 1.5],
    ["number out of range", number({ description }), "1e999", "malformed"],
    ["bool", bool({ description }), "true", true],
    ["bool as number", bool({ description }), "1", "malformed"],
    ["required bool false", bool({ description, required: true }), "false", "invalid"],
    ["time", time({ description }), '"2023-01-14T23:59:59Z"', "2023-01-14T23:59:59Z"],
    ["time, absent", time({ description }), "null", zeroTime],
    ["time, empty", time({ description }), '""', "malformed"],
    ["time, date only", time({ description }), '"2023-01-14"', "malformed"],
    ["enum", oneOf(["a", "b"], { description }), '"a"', "a"],
    ["enum, empty", oneOf(["a", "b"], { description }), '""', ""],
    ["enum, unknown", oneOf(["a", "b"], { description }), '"A"', "invalid"],
    ["enum, required", oneOf(["a"], { description, required: true }), '""', "invalid"],
    ["enum, not text", oneOf(["a"], { description }), "1", "malformed"],
    ["list", list(int({ description }), { description }), "[1,null]", [1, 0]],
    ["list, null", list(int({ description }), { description }), "null", []],
    ["list, wrong", list(int({ description }), { description }), "{}", "malformed"],
    [
      "list, required",
      list(int({ description }), { description, required: true }),
      "[]",
      "invalid",
    ],
    ["list, long", list(int({ description }), { description, maxItems: 1 }), "[1,2]", "invalid"],
    ["map", map(int({ description }), { description }), '{"a":1}', { a: 1 }],
    [
      "map with a line end",
      map(text({ description, maxLength: 1 }), { description }),
      '{"\\n":"ab"}',
      "invalid",
    ],
    ["map with U+0000", map(int({ description }), { description }), '{"\\u0000":1}', "invalid"],
    ["map, wrong", map(int({ description }), { description }), "[]", "malformed"],
    [
      "any",
      anyJson({ description }),
      '{"a":[1.5,9007199254740993]}',
      { a: [1.5, 9007199254740993n] },
    ],
    ["any, absent", anyJson({ description }), "null", null],
    ["any with U+0000", anyJson({ description }), '[{"a\\u0000":1}]', "invalid"],
    ["any with U+0000", anyJson({ description }), '["\\u0000"]', "invalid"],
    ["any out of range", anyJson({ description }), "[1e999]", "malformed"],
    ["nullable null", nullable(int({ description })), "null", null],
    ["nullable", nullable(int({ description, max: 1 })), "2", "invalid"],
    ["optional null", optional(text({ description })), "null", undefined],
    ["optional zero", optional(text({ description })), '""', ""],
    ["optional false", optional(bool({ description })), "false", false],
    ["optional enum, empty", optional(oneOf(["a"], { description })), '""', undefined],
    [
      "optional required, empty",
      optional(oneOf(["a"], { description, required: true })),
      '""',
      "invalid",
    ],
    ["optional nullable, null", optional(nullable(int({ description }))), "null", null],
  ])("%s: %s", (_, schema, json, expected) => {
    const result = decodeField(schema, json);

    expect(result).toEqual(expected);
  });

  it.each([
    ["2023-01-14T23:59:59.123456789+01:30", "2023-01-14T22:29:59.123Z"],
    ["2023-01-14T00:00:00-23:59", "2023-01-14T23:59:00Z"],
    ["0001-01-01T00:00:00Z", zeroTime],
    ["0001-01-01T01:00:00+01:00", zeroTime],
    ["2024-02-29T00:00:00.500Z", "2024-02-29T00:00:00.500Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
  ])("brings the time %s to UTC", (input, expected) => {
    const result = decodeField(time({ description }), JSON.stringify(input));

    expect(result).toBe(expected);
  });

  it.each([
    "2023-02-29T00:00:00Z",
    "2023-13-01T00:00:00Z",
    "2023-00-01T00:00:00Z",
    "2023-01-00T00:00:00Z",
    "2023-01-01T24:00:00Z",
    "2023-01-01T00:60:00Z",
    "2023-01-01T23:59:60Z",
    "2023-01-01T00:00:00",
    "2023-01-01t00:00:00z",
    "2023-01-01 00:00:00Z",
    "2023-01-01T00:00:00,5Z",
    "2023-01-01T00:00:00.Z",
    "2023-01-01T00:00:00+24:00",
    "2023-01-01T00:00:00+0100",
    "0000-12-31T23:00:00Z",
    "0000-01-01T00:00:00.500Z",
    "+010000-01-01T00:00:00Z",
    "2023",
    "1 Jan 2023 UTC",
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59-05:00",
    "2023-01-01T00:00:00Z\n",
  ])("refuses the time %s", (input) => {
    const result = decodeField(time({ description }), JSON.stringify(input));

    expect(result).toBe("malformed");
  });

  it("tells an absent key from a null one by optional(nullable)", () => {
    const schema = object({ price: optional(nullable(int64({ description }))) }, { description });

    const absent = decodeBody(schema, bytes("{}"));
    const nothing = decodeBody(schema, bytes('{"price":null}'));

    expect(absent.ok && "price" in absent.value).toBe(false);
    expect(nothing.ok && nothing.value.price).toBeNull();
  });
});

describe("decodeBody as a whole", () => {
  const everything = object(
    {
      text: text({ description, format: "username", maxLength: 5 }),
      uuid: uuid({ description }),
      int: int({ description, min: -3, max: 3 }),
      int64: int64({ description, required: true }),
      number: number({ description }),
      bool: optional(bool({ description })),
      time: time({ description }),
      enum: optional(oneOf(["a", "b"], { description })),
      list: list(nullable(oneOf(["a"], { description, required: true })), { description }),
      map: map(map(int({ description, max: 1 }), { description }), { description }),
      any: anyJson({ description }),
      object: optional(object({ a: int({ description, required: true }) }, { description })),
    },
    { description },
  );

  it("never throws, and what it accepts is accepted again", () => {
    const scalar = fc.oneof(
      fc.constantFrom(null, "", "a", "x\0", id, zeroTime, true, 0, 1, -7, 1.5),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const names = Object.keys(everything.fields);
    const body = fc.dictionary(fc.constantFrom(...names, "Int64", "__proto__"), scalar);
    fc.assert(
      fc.property(body, (value) => {
        const result = decodeBody(everything, bytes(JSON.stringify(value)));

        // The fallback detail would mean that the compiled check and the explanation disagree.
        expect(result).not.toMatchObject({ detail: "the value does not fit its schema" });
        if (!result.ok && result.kind === "invalid") {
          expect(result.validations.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("never throws on arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (raw) => {
        expect(() => decodeBody(everything, raw)).not.toThrow();
      }),
    );
  });

  it("keeps every signed 64-bit integer exact", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        expect(decodeField(int64({ description }), integer.toString())).toBe(integer);
      }),
    );
  });

  it("bounds the answer to a body of a hundred thousand bad items", () => {
    const schema = object(
      { ids: list(text({ description, format: "email" }), { description }) },
      { description },
    );
    const body = bytes(`{"ids":[${'"x",'.repeat(100_000)}"x"]}`);

    const result = decodeBody(schema, body);

    expect(!result.ok && result.kind === "invalid" && result.validations.length).toBe(1000);
  });

  it("cuts a long value in the detail", () => {
    const body = bytes(`{"username":"${"é".repeat(500_000)}"}`);

    const result = decodeBody(user, body);

    expect(JSON.stringify(result).length).toBeLessThan(400);
  });
});
