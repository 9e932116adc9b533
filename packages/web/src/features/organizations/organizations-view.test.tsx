import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Organization } from "../../lib/organization.ts";
import { renderPart } from "../../testing/render.tsx";
import { organizationsColumns } from "./columns.tsx";
import { OrganizationsView, type OrganizationsViewProps } from "./organizations-view.tsx";

afterEach(cleanup);

const design: Organization = {
  id: "6a1f6d0e-0000-4000-8000-000000000001",
  name: "design",
  display_name: "Design",
  description: "Everybody who draws",
  icon: "",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  default_org_member_roles: [],
  is_default: true,
};

const nothing = () => undefined;

function props(given: Partial<OrganizationsViewProps> = {}): OrganizationsViewProps {
  return {
    q: "",
    page: 1,
    size: 50,
    columns: organizationsColumns({ members: () => "12,804", groups: () => "38" }),
    rows: [design],
    total: 1,
    busy: false,
    problem: undefined,
    mayCreate: false,
    onQuery: nothing,
    onPage: nothing,
    onSize: nothing,
    onPeek: nothing,
    onRetry: nothing,
    ...given,
  };
}

describe("the list of organizations", () => {
  it("shows each with its counts and marks the default one", async () => {
    await renderPart(<OrganizationsView {...props()} />);

    const row = screen.getByRole("row", { name: /Design/ });
    expect(within(row).getByRole("link").getAttribute("href")).toBe("/organizations/design");
    expect(row.textContent).toContain("default");
    expect(row.textContent).toContain("12,804");
    expect(row.textContent).toContain("38");
  });

  it("offers to create one only to those who may", async () => {
    await renderPart(<OrganizationsView {...props({ mayCreate: true })} />);
    expect(screen.getByRole("link", { name: "Create organization" })).toBeTruthy();
    cleanup();

    await renderPart(<OrganizationsView {...props()} />);
    expect(screen.queryByRole("link", { name: "Create organization" })).toBeNull();
  });

  it("says while it waits that it waits, and shows no empty state", async () => {
    await renderPart(<OrganizationsView {...props({ rows: undefined, total: undefined })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText(/no organization/)).toBeNull();
  });

  it("tells somebody without any what organizations are", async () => {
    await renderPart(<OrganizationsView {...props({ rows: [], total: 0 })} />);

    expect(screen.getByRole("table").textContent).toContain("You are in no organization yet.");
  });

  it("names the text that nothing matches, and leaves it", async () => {
    const onQuery = vi.fn();
    await renderPart(<OrganizationsView {...props({ rows: [], total: 0, q: "xyz", onQuery })} />);

    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onQuery).toHaveBeenCalledWith("", "push");
  });

  it("says that it did not load, with the request to name, and tries again", async () => {
    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(
      <OrganizationsView {...props({ rows: undefined, total: undefined, problem, onRetry })} />,
    );

    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("7f3c");
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));

    expect(onRetry).toHaveBeenCalledOnce();
  });
});
