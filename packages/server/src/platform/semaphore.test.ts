import { expect, test } from "vitest";
import { BusyError, createSemaphore } from "./semaphore.ts";

/** A task that ends when told to. */
function manualTask() {
  let finish: (value: string) => void = () => {};
  let started = false;
  const done = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const task = () => {
    started = true;
    return done;
  };
  return { task, finish: (value: string) => finish(value), isStarted: () => started };
}

test("no more tasks run at once than there are slots", async () => {
  const semaphore = createSemaphore({ slots: 2, queueLimit: 100 });
  let atOnce = 0;
  let most = 0;

  await Promise.all(
    Array.from({ length: 30 }, () =>
      semaphore.run(async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
      }),
    ),
  );

  expect(most).toBe(2);
  expect(semaphore.running).toBe(0);
});

test("a task beyond the queue is refused without being run", async () => {
  const semaphore = createSemaphore({ slots: 1, queueLimit: 1 });
  const first = manualTask();
  const second = manualTask();
  const third = manualTask();
  const firstDone = semaphore.run(first.task);
  const secondDone = semaphore.run(second.task);

  await expect(semaphore.run(third.task)).rejects.toThrow(BusyError);

  expect(third.isStarted()).toBe(false);
  expect(semaphore.queueLength).toBe(1);
  first.finish("first");
  second.finish("second");
  expect(await Promise.all([firstDone, secondDone])).toEqual(["first", "second"]);
});

test("waiting tasks run in the order of their arrival", async () => {
  const semaphore = createSemaphore({ slots: 1, queueLimit: 10 });
  const order: number[] = [];

  await Promise.all([1, 2, 3, 4].map((n) => semaphore.run(async () => void order.push(n))));

  expect(order).toEqual([1, 2, 3, 4]);
});

test("a failing task frees its slot and its error reaches the caller", async () => {
  const semaphore = createSemaphore({ slots: 1, queueLimit: 0 });

  await expect(semaphore.run(() => Promise.reject(new Error("boom")))).rejects.toThrow("boom");

  await expect(semaphore.run(async () => "next")).resolves.toBe("next");
});

test("impossible sizes are refused", () => {
  expect(() => createSemaphore({ slots: 0, queueLimit: 0 })).toThrow(RangeError);
  expect(() => createSemaphore({ slots: 1, queueLimit: -1 })).toThrow(RangeError);
});
