import { endpoints, errorCodes, openApiDocument, writeJson } from "@gatehouse/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prettyJson } from "./pretty-json.ts";
import { referenceFiles } from "./reference.ts";

const files = new Map(referenceFiles("v1.2.3").map(({ path, contents }) => [path, contents]));

describe("the reference files", () => {
  it("are the same each time", () => {
    expect(referenceFiles("v1.2.3")).toEqual(referenceFiles("v1.2.3"));
  });

  it("hold the OpenAPI document that a server answers with", () => {
    const published = JSON.parse(files.get("openapi.json") ?? "");

    expect(published).toEqual(JSON.parse(writeJson(openApiDocument({ version: "v1.2.3" }))));
  });

  it("list every endpoint once with its permissions", () => {
    const page = files.get("api.md") ?? "";

    for (const { method, path } of Object.values(endpoints)) {
      expect(page.split(`\`${method} ${path}\``)).toHaveLength(2);
    }
    expect(page).toContain(
      "| `PUT /api/v2/users/{user}/password` | Change a password | `user:update_personal` | 404 | 204 | `user` write |",
    );
  });

  it("list every error code with its status", () => {
    const page = files.get("errors.md") ?? "";

    for (const [code, [status]] of Object.entries(errorCodes)) {
      expect(page).toContain(`| \`${code}\` | ${status} |`);
    }
  });
});

describe("prettyJson", () => {
  it("writes what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(prettyJson(value)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("keeps all digits of a 64-bit bound", () => {
    expect(prettyJson({ maximum: 9223372036854775807n })).toBe(
      '{\n  "maximum": 9223372036854775807\n}',
    );
  });
});
