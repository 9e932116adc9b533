import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch } from "./search.ts";

/** The user search keys of spec users §8.2. */
const userKeys = {
  search: { kind: "freeText" },
  name: { kind: "text" },
  username: { kind: "text" },
  email: { kind: "text" },
  status: { kind: "enums", values: ["active", "suspended", "dormant"] },
  role: { kind: "texts" },
  login_type: {
    kind: "enums",
    values: ["password", "github", "oidc", "token", "none", "oauth2_provider_app"],
  },
  service_account: { kind: "bool" },
  github_com_user_id: { kind: "int64" },
  last_seen_before: { kind: "time" },
  last_seen_after: { kind: "time" },
} as const;

describe("parseSearch", () => {
  it.each([
    ["", {}],
    ["   ", {}],
    ["usEr-name stAtus:actiVe", { search: "user-name", status: ["active"] }],
    [
      'status:SuSpenDeD sEArch:"User Name" role:meMber',
      { search: "user name", status: ["suspended"], role: ["member"] },
    ],
    ['search:"user:name"', { search: "user:name" }],
    ["i role:owner status:active", { search: "i", role: ["owner"], status: ["active"] }],
    ["a  status:active   b", { search: "a b", status: ["active"] }],
    ['"john doe"', { search: "john doe" }],
    ['"john" "doe"', { search: "john doe" }],
    ['"a:b"', { search: "a:b" }],
    ['name:"john doe"', { name: "john doe" }],
    ['name:"john doe', { name: "john doe" }],
    ['"status":active', { status: ["active"] }],
    ['"status":"active"', { status: ["active"] }],
    ['name:""', {}],
    ['name:"" name:ann', { name: "ann" }],
    ["login_type:github,password", { login_type: ["github", "password"] }],
    ["login_type:github login_type:password", { login_type: ["github", "password"] }],
    ['login_type:"github","none",', { login_type: ["github", "none"] }],
    ["service_account:TRUE", { service_account: true }],
    ["service_account:f", { service_account: false }],
    ["github_com_user_id:9223372036854775807", { github_com_user_id: 9223372036854775807n }],
    ["github_com_user_id:0", { github_com_user_id: 0n }],
    ['last_seen_before:"2023-01-14T23:59:59Z"', { last_seen_before: "2023-01-14T23:59:59Z" }],
    [
      'last_seen_after:"2023-01-14t23:59:59.5+01:00"',
      { last_seen_after: "2023-01-14T22:59:59.500Z" },
    ],
    ["a\tb", { search: "a\tb" }],
  ])("reads %j", (query, filter) => {
    const result = parseSearch(userKeys, query);

    expect(result).toEqual({ ok: true, filter });
  });

  it.each([
    ["search:name:extra", "q"],
    [":name", "q"],
    ["name:", "q"],
    [":", "q"],
    ["name::a", "q"],
    ['"":a', "q"],
    ["status:inActive", "status"],
    ["foo:bar", "foo"],
    ['foo:""', "foo"],
    ["__proto__:a", "__proto__"],
    ["constructor:a", "constructor"],
    ["free search:given", "search"],
    ["name:a name:b", "name"],
    ["service_account:maybe", "service_account"],
    ["service_account:true service_account:true", "service_account"],
    ["github_com_user_id:1.5", "github_com_user_id"],
    ["github_com_user_id:9223372036854775808", "github_com_user_id"],
    ["last_seen_before:2023-01-14", "last_seen_before"],
    ['last_seen_before:"2023-01-14T23:59:59"', "last_seen_before"],
    ["last_seen_before:2023-01-14T23:59:59Z", "q"],
    ["name:a\0", "name"],
    ["a\0b", "search"],
  ])("refuses %j", (query, field) => {
    const result = parseSearch(userKeys, query);

    expect(result).toMatchObject({ ok: false, validations: [{ field }] });
  });

  it("returns all failures together", () => {
    const result = parseSearch(userKeys, "foo:bar status:x a:b:c");

    const fields = result.ok ? [] : result.validations.map((validation) => validation.field);
    expect(fields.sort()).toEqual(["foo", "q", "status"]);
  });

  it("refuses free text where no key takes it", () => {
    const result = parseSearch({ status: { kind: "texts" } }, "word");

    expect(result).toMatchObject({ ok: false, validations: [{ field: "q" }] });
  });

  it("gives the filter the types of the table", () => {
    const result = parseSearch(userKeys, "status:active");

    const status: readonly ("active" | "suspended" | "dormant")[] =
      (result.ok ? result.filter.status : undefined) ?? [];
    expect(status).toEqual(["active"]);
  });

  it("never throws, and is quick on long hostile expressions", () => {
    const part = fc.constantFrom('"', ":", " ", ",", "status", "name", "a");
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: "binary" }))), (parts) => {
        expect(() => parseSearch(userKeys, parts.join(""))).not.toThrow();
      }),
    );
    const start = performance.now();
    for (const hostile of [
      '"'.repeat(100_001),
      "role:a ".repeat(20_000),
      "a:b:c ".repeat(20_000),
    ]) {
      parseSearch(userKeys, hostile);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
