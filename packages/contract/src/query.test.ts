import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeQuery, paginationFields } from "./query.ts";
import { bool, int64, list, number, object, oneOf, optional, text, time, uuid } from "./schema.ts";
import { nilUuid } from "./values.ts";

const description = "For the test.";
const id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

const schema = object(
  {
    ...paginationFields,
    q: text({ description }),
    deleted: bool({ description }),
    login_type: oneOf(["password", "none"], { description }),
    ids: list(uuid({ description }), { description }),
    names: optional(list(text({ description }), { description })),
    since: optional(time({ description })),
    big: int64({ description }),
    ratio: number({ description }),
  },
  { description },
);

const nothing = {
  limit: 0,
  offset: 0,
  q: "",
  deleted: false,
  login_type: "",
  ids: [],
  big: 0n,
  ratio: 0,
};

describe("decodeQuery", () => {
  it.each([
    ["", {}],
    ["?", {}],
    ["&&", {}],
    ["limit=&offset=&q=&deleted=&ids=&names=&after_id=&login_type=", {}],
    ["limit=2147483647&offset=007", { limit: 2147483647, offset: 7 }],
    ["limit=%2B5", { limit: 5 }],
    [`after_id=${id.toUpperCase()}`, { after_id: id }],
    [`after_id=${nilUuid}`, { after_id: nilUuid }],
    ["?q=a+b%20c%2Bd%3D%26", { q: "a b c+d=&" }],
    ["q=a=b;c", { q: "a=b;c" }],
    ["q=%ff", { q: "\ufffd" }],
    ["deleted=T", { deleted: true }],
    ["login_type=none", { login_type: "none" }],
    [`ids=${id},${nilUuid}&ids=${id}`, { ids: [id, nilUuid, id] }],
    ["names=a,,b&names=&names=c%2Cd", { names: ["a", "b", "c", "d"] }],
    ["since=2023-01-14T23:59:59%2B01:00", { since: "2023-01-14T22:59:59Z" }],
    ["big=-9223372036854775808", { big: -9223372036854775808n }],
    ["ratio=-1.5", { ratio: -1.5 }],
    ["other=1&other=2&LIMIT=x&%zz=1&other=%zz", {}],
    ["__proto__=1&constructor=2", {}],
    ["coder_session_token=x&access_token=y", {}],
  ])("reads %j", (query, expected) => {
    const result = decodeQuery(schema, query);

    expect(result).toEqual({ ok: true, value: { ...nothing, ...expected } });
  });

  it.each([
    ["limit=-1", "limit"],
    ["limit=2147483648", "limit"],
    ["limit=99999999999999999999", "limit"],
    ["limit=1e3", "limit"],
    ["limit=0x10", "limit"],
    ["limit=1.0", "limit"],
    ["limit=%201", "limit"],
    ["limit=1&limit=1", "limit"],
    ["limit=1&limit=", "limit"],
    ["offset=-1", "offset"],
    ["after_id=x", "after_id"],
    ["q=a&q=b", "q"],
    ["q=%", "q"],
    ["q=%zz", "q"],
    ["q=a%00b", "q"],
    ["deleted=yes", "deleted"],
    ["deleted=tRUE", "deleted"],
    ["login_type=oidc", "login_type"],
    [`ids=${id},x`, "ids"],
    ["ids=%2", "ids"],
    ["names=a%00", "names[0]"],
    ["since=2023-01-14", "since"],
    ["big=9223372036854775808", "big"],
    ["ratio=NaN", "ratio"],
    ["ratio=1e9", "ratio"],
  ])("refuses %s", (query, field) => {
    const result = decodeQuery(schema, query);

    expect(result).toMatchObject({ ok: false, kind: "invalid", validations: [{ field }] });
  });

  it("returns all failures of a request together", () => {
    const result = decodeQuery(schema, "limit=-1&offset=x&q=%00&after_id=%zz&deleted=1&deleted=1");

    const fields =
      !result.ok && result.kind === "invalid" && result.validations.map((v) => v.field);
    expect(new Set(fields || [])).toEqual(new Set(["limit", "offset", "q", "after_id", "deleted"]));
  });

  it("refuses excess parameters where it is strict, credentials excepted", () => {
    const strict = object({ template_id: uuid({ description, required: true }) }, { description });

    const good = decodeQuery(strict, `template_id=${id}&access_token=t`, { strict: true });
    const excess = decodeQuery(strict, `template_id=${id}&x=1`, { strict: true });
    const missing = decodeQuery(strict, "", { strict: true });

    expect(good).toEqual({ ok: true, value: { template_id: id } });
    expect(excess).toMatchObject({ validations: [{ field: "x" }] });
    expect(missing).toMatchObject({ validations: [{ field: "template_id" }] });
  });

  it("never throws on arbitrary text", () => {
    const part = fc.constantFrom(
      "limit",
      "ids",
      "q",
      "=",
      "&",
      "%",
      "+",
      ",",
      "?",
      "%ff",
      "\ud800",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: "binary" }))), (parts) => {
        expect(() => decodeQuery(schema, parts.join(""))).not.toThrow();
      }),
    );
  });

  it("reads back every text that is form-encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (q) => {
        const result = decodeQuery(schema, new URLSearchParams({ q }).toString());

        if (q.includes("\0")) expect(result.ok).toBe(false);
        else expect(result.ok && result.value.q).toBe(q);
      }),
    );
  });
});
