import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("one is singular, everything else plural, and thousands are told apart", () => {
  const told = [0, 1, 2, 1234].map((count) => counted(count, "user"));

  expect(told).toEqual(["0 users", "1 user", "2 users", "1,234 users"]);
  expect(counted(1, "link is", "links are")).toBe("1 link is");
  expect(counted(3, "link is", "links are")).toBe("3 links are");
});
