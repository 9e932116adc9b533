import { expect, test } from "vitest";
import { readImport } from "../../testing/import-file.ts";
import { affectedBy } from "./affected.ts";

const rows = (...lines: string[]) => readImport(["email,username", ...lines].join("\n")).entries;

test("an edit is checked with the rows that share what it had and what it has now, and with no other", () => {
  const before = rows("a@x.dev,a", "A@x.dev,b", "c@x.dev,c", "d@x.dev,d");
  const after = rows("C@x.dev,a", "A@x.dev,b", "c@x.dev,c", "d@x.dev,d");

  expect([...affectedBy(0, before, after)].sort()).toEqual([0, 1, 2]);
});

test("rows without an address share none", () => {
  const before = rows(",a", ",b");

  expect([...affectedBy(0, before, before)]).toEqual([0]);
});
