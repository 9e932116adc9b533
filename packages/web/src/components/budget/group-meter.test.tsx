import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { GroupMeter } from "./group-meter.tsx";

afterEach(cleanup);

describe("the meter of a group's budget", () => {
  it("is not used up while the group pays for nobody", () => {
    render(<GroupMeter label="ux" spend={{ limit: 50_000_000n, total: 0n, spent: 0n }} />);

    expect(screen.queryByText("Blocked")).toBeNull();
    expect(document.body.textContent).toContain("it pays for nobody");
  });

  it("is used up by a budget of $0", () => {
    render(<GroupMeter label="ux" spend={{ limit: 0n, total: 0n, spent: 0n }} />);

    expect(screen.getByText("Blocked")).toBeTruthy();
  });

  it("has no end without a budget", () => {
    render(<GroupMeter label="ux" spend={{ limit: null, total: null, spent: 5_000_000n }} />);

    expect(document.body.textContent).toContain("$5.00 without limit");
  });

  it("shows the limits of all members together", () => {
    render(<GroupMeter label="ux" spend={{ limit: 5n, total: 2_000_000_000n, spent: 0n }} />);

    expect(screen.getByRole("meter", { name: "Spent by ux" })).toBeTruthy();
  });
});
