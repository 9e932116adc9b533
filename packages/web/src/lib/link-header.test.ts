import { expect, test } from "vitest";
import { nextParameter } from "./link-header.ts";

test.each([
  ['</api/v2/ai/model-prices/history?limit=2&before=a%2Fb>; rel="next"', "a/b"],
  ['</first>; rel="first", </x?before=c>; rel="next"', "c"],
  ['</x?before=c>; rel="first"', undefined],
  ['</x?other=c>; rel="next"', undefined],
  ["", undefined],
  [null, undefined],
])("%j leads to %j", (header, cursor) => {
  expect(nextParameter(header, "before")).toBe(cursor);
});
