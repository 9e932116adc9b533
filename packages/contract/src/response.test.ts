import { describe, expect, it } from "vitest";
import { writeJson } from "./json/write.ts";
import { responseFaults } from "./response.ts";
import {
  anyJson,
  int64,
  list,
  map,
  nullable,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "./schema.ts";

const description = "For the test.";
const id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

const schema = object(
  {
    id: uuid({ description }),
    status: oneOf(["active"], { description }),
    at: time({ description }),
    n: int64({ description }),
    roles: list(object({ name: text({ description }) }, { description }), { description }),
    labels: map(text({ description }), { description }),
    budget: nullable(int64({ description })),
    note: optional(text({ description })),
    extra: anyJson({ description }),
  },
  { description },
);

const good = {
  id,
  status: "active",
  at: new Date(0).toISOString(),
  n: 9223372036854775807n,
  roles: [{ name: "owner" }],
  labels: { a: "b" },
  budget: null,
  extra: null,
};

const faults = (value: unknown) =>
  responseFaults(schema, new TextEncoder().encode(writeJson(value))).map((fault) => fault.field);

describe("responseFaults", () => {
  it("accepts a response that fits", () => {
    expect(faults(good)).toEqual([]);
    expect(faults({ ...good, note: "x", budget: 1n })).toEqual([]);
  });

  it.each([
    ["an unknown field", { ...good, password: "x" }, ["password"]],
    ["an unknown nested field", { ...good, roles: [{ name: "a", x: 1 }] }, ["roles[0].x"]],
    ["a missing field", { ...good, id: undefined }, ["id"]],
    ["a missing nested field", { ...good, roles: [{}] }, ["roles[0].name"]],
    ["another letter case", { ...good, id: undefined, ID: id }, ["ID", "id"]],
    ["null", { ...good, at: null, roles: null, labels: null }, ["at", "roles", "labels"]],
    ["null for an optional field", { ...good, note: null }, ["note"]],
    ["null in a list", { ...good, roles: [null] }, ["roles[0]"]],
    ["a malformed id", { ...good, id: "x" }, ["id"]],
    ["an id in upper case", { ...good, id: id.toUpperCase() }, ["id"]],
    ["a time that is not in UTC", { ...good, at: "2023-01-14T23:59:59+01:00" }, ["at"]],
    ["an empty enumeration", { ...good, status: "" }, ["status"]],
    ["an unknown enumeration value", { ...good, status: "gone" }, ["status"]],
    ["a wrong type", { ...good, n: "1", labels: { a: 1 } }, ["n", "labels.a"]],
    ["a list at the top", [], [""]],
  ])("refuses %s", (_, value, fields) => {
    expect(faults(value)).toEqual(fields);
  });
});
