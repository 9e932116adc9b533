import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { blockersOf } from "./blockers.ts";
import { InUse } from "./danger-section.tsx";
import { matching, organizationsSearch, pageOf } from "./search.ts";
import { endsShares, SharingSection } from "./sharing.tsx";

afterEach(cleanup);

const nothing = () => undefined;
const sharing = {
  value: "everyone",
  stored: "everyone",
  isForbidden: false,
  reason: undefined,
  onChange: nothing,
} as const;

describe("workspace sharing", () => {
  it("warns before a narrower mode removes shares, not before a wider one", () => {
    expect(endsShares("everyone", "service_accounts")).toBe(true);
    expect(endsShares("service_accounts", "none")).toBe(true);
    expect(endsShares("none", "everyone")).toBe(false);
    expect(endsShares("none", "none")).toBe(false);
  });

  it("offers the three modes as radios with their meaning", async () => {
    const onChange = vi.fn();
    await renderPart(<SharingSection {...sharing} onChange={onChange} />);

    await userEvent.click(screen.getByRole("radio", { name: /Service accounts only/ }));

    expect(screen.getAllByRole("radio")).toHaveLength(3);
    expect(onChange).toHaveBeenCalledWith("service_accounts");
  });

  it("says what a narrower choice removes", async () => {
    await renderPart(<SharingSection {...sharing} value="none" />);

    expect(screen.getByText(/do not come back/)).toBeTruthy();
  });

  it("shows a deployment that forbids sharing as a fact, without choices", async () => {
    await renderPart(<SharingSection {...sharing} value="none" stored="none" isForbidden />);

    expect(screen.queryAllByRole("radio")).toEqual([]);
    expect(screen.getByText("The deployment forbids sharing.")).toBeTruthy();
  });

  it("refuses with the reason whoever may not change it", async () => {
    const onChange = vi.fn();
    await renderPart(
      <SharingSection {...sharing} reason="An organization admin can." onChange={onChange} />,
    );

    await userEvent.click(screen.getByRole("radio", { name: /Nobody/ }));

    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getAllByText("An organization admin can.")).toHaveLength(3);
  });
});

describe("a refused deletion", () => {
  const detail = "There are 12 members, 1 group, 3 templates that must be removed first.";

  it("lists what is in the way, with links to where it can be removed", () => {
    expect(blockersOf(detail, "design")).toEqual([
      { text: "12 members", to: "/organizations/design" },
      { text: "1 group", to: "/organizations/design/groups" },
      { text: "3 templates" },
    ]);
  });

  it("shows a sentence that it cannot read as it is", async () => {
    const problem = { message: "In use.", detail: "Something else.", fields: [] };
    await renderPart(<InUse problem={problem} label="Design" organizationName="design" />);

    expect(screen.getByRole("alert").textContent).toContain("Something else.");
  });
});

describe("the address of the list", () => {
  it("finds by name, name for people and description, whatever the case", () => {
    const list = [{ name: "ops", display_name: "Operations", description: "On call" }];

    expect(matching(list, "OPER")).toHaveLength(1);
    expect(matching(list, "call")).toHaveLength(1);
    expect(matching(list, "design")).toHaveLength(0);
  });

  it("falls back to the first page of 50 for what it cannot read", () => {
    expect(pageOf({ ...organizationsSearch, page: "0", size: "33" })).toEqual({
      page: 1,
      size: 50,
    });
    expect(pageOf({ ...organizationsSearch, page: "7", size: "100" })).toEqual({
      page: 7,
      size: 100,
    });
  });
});
