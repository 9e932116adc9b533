import { describe, expect, it } from "vitest";
import { decodeBody } from "./decode.ts";
import { bool, int64, list, map, object, oneOf, optional, text, uuid } from "./schema.ts";

const bytes = (input: string): Uint8Array => new TextEncoder().encode(input);

const user = object(
  {
    email: text({ description: "Mail address.", format: "email" }),
    username: text({ description: "Name.", format: "username", required: true }),
    password: text({ description: "Password.", secret: true, maxLength: 8 }),
    status: optional(oneOf(["active", "dormant"], { description: "Status." })),
    organization_ids: list(uuid({ description: "Id." }), { description: "Organizations." }),
    service_account: bool({ description: "Whether it is a service account." }),
    lifetime: int64({ description: "Lifetime in nanoseconds." }),
    labels: map(text({ description: "Value." }), { description: "Labels." }),
  },
  { description: "A new user." },
);

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
});
