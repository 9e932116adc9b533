import { startTestApp } from "@gatehouse/testkit";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { bareList, textList } from "./list-literals.ts";

test("texts with quotes, backslashes, braces and the word null come back as they were", async () => {
  const app = await startTestApp();
  try {
    const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));
    const odd = fc.constantFrom('"', "\\", "{", "}", ",", "NULL", "null", "", " ", '\\"', "\n");
    const values = fc.array(fc.option(fc.oneof(text, odd)), { maxLength: 20 });

    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const list = sql`${textList(given)}::text[]`;
        const { rows } = await sql<{ list: (string | null)[] }>`select ${list} as list`.execute(
          app.deps.db,
        );
        expect(rows[0]?.list).toEqual(given);
      }),
      { numRuns: 60 },
    );
  } finally {
    await app.stop();
  }
});

test("numbers beyond 2^53 and nulls keep every digit", () => {
  expect(bareList([2n ** 63n - 1n, null, 0n])).toBe("{9223372036854775807,NULL,0}");
  expect(bareList([])).toBe("{}");
});
