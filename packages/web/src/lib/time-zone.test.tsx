import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ConflictNotice } from "../components/conflict/conflict-notice.tsx";
import { DateRange } from "../components/date-time/date-range.tsx";
import { tokenLabel } from "../components/search-box/search-key.ts";
import { entryIn } from "../features/prices/price-draft.ts";
import { endOfLifetime, lastDay } from "../features/tokens/lifetime.ts";
import { renderPart } from "../testing/render.tsx";
import { dateText, dateTimeText } from "./time.ts";
import { chooseTimeZone, momentOf, shownDay, shownZoneName } from "./time-zone.ts";

/** Where it is the day after already. */
const far = "Pacific/Kiritimati";
const evening = "2026-11-19T20:00:00Z";
const before = process.env["TZ"];

beforeAll(() => {
  process.env["TZ"] = far;
});
afterAll(() => {
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
});
afterEach(() => {
  cleanup();
  chooseTimeZone("device");
  vi.useRealTimers();
});

/** What the reader sees and means, with one of the two choices. */
const shown = () => ({
  zone: shownZoneName(),
  day: shownDay(Date.parse(evening)),
  date: dateText(evening),
  dateTime: dateTimeText(evening),
  chip: tokenLabel([{ key: "seen", label: "Seen", description: "", kind: "date" }], {
    key: "seen",
    value: evening,
  }),
  typed: new Date(momentOf("2026-11-20T10:00")).toISOString(),
});

test("times are shown and typed in the zone of the device", () => {
  expect(shown()).toEqual({
    zone: far,
    day: "2026-11-20",
    date: "20 Nov 2026",
    dateTime: "20 Nov 2026, 10:00",
    chip: "Seen: 20 Nov 2026",
    typed: "2026-11-19T20:00:00.000Z",
  });
});

test("times are shown and typed in UTC where that was chosen", () => {
  chooseTimeZone("utc");
  expect(shown()).toEqual({
    zone: "UTC",
    day: "2026-11-19",
    date: "19 Nov 2026",
    dateTime: "19 Nov 2026, 20:00",
    chip: "Seen: 19 Nov 2026",
    typed: "2026-11-20T10:00:00.000Z",
  });
});

describe("what follows the choice", () => {
  test("a range of days says in which zone they are days", async () => {
    chooseTimeZone("utc");
    await renderPart(
      <DateRange range={{ from: "", to: "" }} presets={[]} onChange={() => undefined} />,
    );
    await userEvent.click(screen.getByRole("button", { name: "Any time" }));
    expect(screen.getByText("Days in UTC")).toBeTruthy();
  });

  test("the last day of a token ends with the day in UTC", () => {
    const now = Date.parse("2026-11-19T12:00:00Z");
    const max = 30n * 86_400n * 1_000_000_000n;
    const choice = { choice: "day", until: "2026-11-21" };
    expect(endOfLifetime(choice, max, now)).toBe("2026-11-21T09:59:59.000Z");
    expect(lastDay(max, now)).toBe("2026-12-20");
    chooseTimeZone("utc");
    expect(endOfLifetime(choice, max, now)).toBe("2026-11-21T23:59:59.000Z");
    expect(lastDay(max, now)).toBe("2026-12-19");
  });

  test("a price is planned for the time that was typed, in UTC", () => {
    chooseTimeZone("utc");
    const price = {
      input_price: 1n,
      output_price: 1n,
      cache_read_price: 1n,
      cache_write_price: 1n,
    };
    const draft = { ...price, provider: "openai", model: "m", from: "2026-11-20T10:00" };
    expect(entryIn(draft)?.effective_from).toBe("2026-11-20T10:00:00.000Z");
  });

  test("somebody's change of yesterday is told with its date", async () => {
    vi.useFakeTimers({ now: Date.parse("2026-11-20T01:00:00Z"), toFake: ["Date"] });
    chooseTimeZone("utc");
    await renderPart(
      <ConflictNotice
        what="This role"
        change={{ who: "jo", at: evening }}
        onTheirs={() => undefined}
        onOverwrite={() => undefined}
      />,
    );
    expect(screen.getByText(/changed by jo on 19 Nov 2026, 20:00/)).toBeTruthy();
  });
});
