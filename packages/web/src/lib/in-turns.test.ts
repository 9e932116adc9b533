import { expect, test } from "vitest";
import { inTurns } from "./in-turns.ts";

const never = new AbortController().signal;
const items = Array.from({ length: 60 }, (_each, at) => at);

/** Work of about a millisecond. */
function burn(): void {
  const end = performance.now() + 1;
  while (performance.now() < end);
}

test("every item has its turn, in order, and the page has its own between them", async () => {
  const done: (number | "page")[] = [];
  setTimeout(() => done.push("page"), 0);

  await inTurns(items, never, (item, index) => {
    burn();
    expect(item).toBe(index);
    done.push(item);
  });

  expect(done.filter((each) => each !== "page")).toEqual(items);
  expect(done.indexOf("page")).toBeLessThan(items.length);
  expect(done).toContain("page");
});

test("what was given up is not worked on any more", async () => {
  const controller = new AbortController();
  const done: number[] = [];

  await inTurns(items, controller.signal, (item) => {
    done.push(item);
    if (item === 3) controller.abort();
  });

  expect(done).toEqual([0, 1, 2, 3]);
});
