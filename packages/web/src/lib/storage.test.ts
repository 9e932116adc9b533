import { afterEach, expect, test, vi } from "vitest";
import { isShortcut } from "./keyboard.ts";
import { storage } from "./storage.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a browser that keeps nothing answers as one that knows nothing", () => {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });

  storage.set("gh.rail", "1");
  storage.set("gh.rail", null);
  expect(storage.get("gh.rail")).toBeNull();
  expect(isShortcut(new KeyboardEvent("keydown", { key: "j" }))).toBe(true);
});

test("what is kept is read again, and null forgets it", () => {
  storage.set("gh.rail", "1");
  expect(storage.get("gh.rail")).toBe("1");
  storage.set("gh.rail", null);
  expect(storage.get("gh.rail")).toBeNull();
});
