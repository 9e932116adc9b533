import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { writeJson } from "./json/write.ts";
import { type JsonSchema, toJsonSchema } from "./json-schema.ts";
import {
  anyJson,
  int,
  int64,
  list,
  map,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "./schema.ts";

const description = "For the test.";

const status = oneOf(["active", "dormant"], { description, name: "UserStatus", required: true });
const user = object(
  {
    id: uuid({ description, required: true }),
    email: text({ description, format: "email", required: true }),
    username: text({ description, format: "username", maxLength: 32 }),
    password: optional(text({ description, secret: true })),
    status,
    limit: int({ description, min: 0, max: 10 }),
    lifetime: int64({ description, max: 9223372036854775807n }),
    ratio: number({ description }),
    created_at: time({ description }),
    ids: list(uuid({ description }), { description, required: true, maxItems: 3 }),
    labels: map(nullable(text({ description })), { description }),
    extra: anyJson({ description }),
  },
  { description: "A user.", name: "User" },
);

describe("toJsonSchema", () => {
  it("lists only required fields of a request and all but optional ones of a response", () => {
    const request = toJsonSchema(user, { direction: "request" });
    const response = toJsonSchema(user, { direction: "response" });

    expect(request["required"]).toEqual(["id", "email", "status", "ids"]);
    expect(response["required"]).toEqual(Object.keys(user.fields).filter((n) => n !== "password"));
  });

  it("publishes a 64-bit integer as an integer of format int64", () => {
    const schema = toJsonSchema(int64({ description }), { direction: "request" });

    expect(schema).toEqual({ type: "integer", format: "int64", description });
  });

  it("is valid JSON Schema with only x- keywords beyond the standard ones", () => {
    const ajv = new Ajv2020({
      strict: true,
      formats: allFormats,
      keywords: ["x-format", "x-secret"],
    });

    for (const direction of ["request", "response"] as const) {
      const schema = JSON.parse(writeJson(toJsonSchema(user, { direction })));
      expect(() => ajv.compile(schema)).not.toThrow();
    }
  });

  it("collects named schemas as components and refers to them", () => {
    const components = new Map<string, JsonSchema>();

    const schema = toJsonSchema(list(user, { description }), { direction: "response", components });

    expect(schema["items"]).toEqual({ $ref: "#/components/schemas/User" });
    expect([...components.keys()].sort()).toEqual(["User", "UserStatus"]);
    expect(components.get("UserStatus")).toEqual({
      type: "string",
      enum: ["active", "dormant"],
      description,
    });
  });

  it("refuses one name for two shapes", () => {
    const components = new Map<string, JsonSchema>();
    toJsonSchema(user, { direction: "response", components });
    const other = object({}, { description, name: "User" });

    expect(() => toJsonSchema(other, { direction: "response", components })).toThrow("User");
  });
});

const allFormats = {
  uuid: true,
  "idn-email": true,
  int64: true,
  double: true,
  "date-time": true,
} as const;
