import { expect, test } from "vitest";
import { newId, nilUuid, zeroTime } from "./ids.ts";

test("a new id is a lower-case version 4 UUID", () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids do not repeat", () => {
  const ids = new Set(Array.from({ length: 1000 }, newId));

  expect(ids.size).toBe(1000);
});

test("the zero values have the exact wire form", () => {
  expect(nilUuid).toMatch(/^0{8}-0{4}-0{4}-0{4}-0{12}$/);
  expect(new Date(zeroTime).toISOString()).toBe("0001-01-01T00:00:00.000Z");
});
