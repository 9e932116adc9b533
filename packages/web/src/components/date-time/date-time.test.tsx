import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { chooseTimeZone } from "../../lib/time-zone.ts";
import { show } from "../../testing/render.tsx";
import { FullTime, RelativeTime } from "./date-time.tsx";
import { Moment } from "./moment.tsx";

const moment = "2026-03-12T13:02:31Z";

afterEach(() => {
  cleanup();
  chooseTimeZone("device");
  vi.useRealTimers();
});

test("details write the exact moment with its zone beside the time as one says it", () => {
  chooseTimeZone("utc");
  show(<FullTime value={moment} />);

  const time = screen.getByText("12 Mar 2026");
  expect(time.getAttribute("datetime")).toBe(moment);
  expect(time.textContent).toBe("12 Mar 2026 12 March 2026, 13:02:31 UTC");
});

test("a time by itself is a button whose panel has the moment in both zones, to copy", async () => {
  chooseTimeZone("utc");
  const { user } = show(<Moment value={moment} />);

  await user.tab();
  const button = screen.getByRole("button", { name: "12 Mar 2026 (exact time)" });
  expect(document.activeElement).toBe(button);
  await user.keyboard("{Enter}");

  const panel = screen.getByRole("dialog", { name: "Exact time" });
  expect(panel.textContent).toContain("12 March 2026, 13:02:31 UTC");
  expect(panel.textContent).toContain(moment);
  expect(screen.getByRole("button", { name: "Copy exact time" })).toBeDefined();
  await user.keyboard("{Escape}");
  expect(document.activeElement).toBe(button);
});

test.each(["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])(
  "%s is never, and no button",
  (value) => {
    show(
      <>
        <FullTime value={value} />
        <Moment value={value} />
      </>,
    );

    expect(screen.getAllByText("Never")).toHaveLength(2);
    expect(screen.queryByRole("button")).toBeNull();
  },
);

test("in a row a time is no stop of the Tab key", async () => {
  const { user } = show(<RelativeTime value={moment} />);

  await user.tab();

  expect(document.activeElement).toBe(document.body);
});

test("what was done after the page was drawn is not told as to come", () => {
  vi.useFakeTimers({ now: Date.parse(moment) });
  const { rerender } = show(<RelativeTime value="2026-03-12T12:02:31Z" />);
  expect(screen.getByText("1 h ago")).toBeDefined();

  vi.setSystemTime(Date.parse(moment) + 10_000);
  rerender(<RelativeTime value="2026-03-12T13:02:40Z" />);

  expect(screen.getByText("just now")).toBeDefined();
});
