import { expect, it } from "vitest";
import {
  numberIn,
  parseSearch,
  readSearch,
  stringifySearch,
  writeSearch,
} from "./search-params.ts";

const defaults = { q: "", page: "1", sort: "username" };

it("texts that look like JSON stay texts, in both directions", () => {
  for (const q of ["123", "true", '"x"', "{}", "a+b c", "ü&=#"]) {
    expect(parseSearch(stringifySearch({ q }))).toEqual({ q });
  }
});

it("defaults and empty values do not show in the address", () => {
  expect(writeSearch(defaults, { page: "3", q: "mara" }, { page: "1" })).toEqual({ q: "mara" });
  expect(stringifySearch({ q: "", page: undefined })).toBe("");
});

it("parameters that the page does not know stay when it changes its own", () => {
  expect(writeSearch(defaults, { entry: "7" }, { q: "x" })).toEqual({ entry: "7", q: "x" });
});

it("what the address lacks has its default", () => {
  expect(readSearch(defaults, { q: "x", other: "y" })).toEqual({
    q: "x",
    page: "1",
    sort: "username",
  });
});

it.each([
  ["7", 7],
  ["0", 1],
  ["-3", 1],
  ["1e3", 1],
  ["", 1],
  ["99999999999", 1],
])("a page number of %j is page %d", (text, expected) => {
  expect(numberIn(text, { min: 1, max: 1000, standard: 1 })).toBe(expected);
});
