import fc from "fast-check";
import { expect, test } from "vitest";
import { isGroupName, newGroupsFor } from "./group-names.ts";

test("a value that is a name is kept as it is", () => {
  expect(newGroupsFor("Eng-Backend")).toEqual([{ name: "Eng-Backend", displayName: "" }]);
});

test("a value that is no name is slugified and kept as the display name", () => {
  const [first, second] = newGroupsFor("Eng / Backend");

  expect(first).toEqual({ name: "Eng-Backend", displayName: "Eng / Backend" });
  expect(second?.name).toMatch(/^Eng-Backend-[0-9a-f]{8}$/);
});

test.each(["Everyone", "everyone", "EVERYONE", "new", "create"])(
  "the reserved name %s makes no group",
  (value) => {
    expect(newGroupsFor(value)).toEqual([]);
  },
);

test("whatever a provider sends becomes a name that the rule accepts, and a display name that fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (value) => {
      for (const group of newGroupsFor(value)) {
        expect(isGroupName(group.name)).toBe(true);
        expect(Buffer.byteLength(group.displayName, "utf8")).toBeLessThanOrEqual(64);
        expect(group.displayName).toBe(group.displayName.trim());
      }
    }),
  );
});
