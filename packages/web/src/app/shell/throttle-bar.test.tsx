import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throttle } from "../../lib/throttle.ts";
import { ThrottleBar } from "./throttle-bar.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  act(() => void vi.runOnlyPendingTimers());
  vi.useRealTimers();
  cleanup();
});

const shown = () => screen.getByRole("status").textContent;
const later = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("it counts down to when the page asks again, and is gone then", () => {
  render(<ThrottleBar />);
  expect(shown()).toBe("");

  act(() => throttle.wait(4_000));
  expect(shown()).toContain("Too many requests.");
  expect(shown()).toContain("in 4 s");
  later(1_000);
  expect(shown()).toContain("in 3 s");
  later(3_000);

  expect(shown()).toBe("");
});

test("of several waits the longest is told, and the count is not read aloud", () => {
  render(<ThrottleBar />);

  act(() => throttle.wait(9_000));
  act(() => throttle.wait(2_000));

  expect(screen.getByText("in 9 s").getAttribute("aria-hidden")).toBe("true");
  later(9_000);
});
