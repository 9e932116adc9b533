import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { renderPart } from "../../testing/render.tsx";
import { rolesColumns } from "./columns.tsx";
import { roleActions } from "./role-actions.tsx";
import { RolesView, type RolesViewProps } from "./roles-view.tsx";

afterEach(cleanup);

const managers: OrganizationRole = {
  name: "release-managers",
  organization_id: "o-1",
  display_name: "Release managers",
  site_permissions: [],
  user_permissions: [],
  organization_permissions: [{ negate: false, resource_type: "template", action: "update" }],
  organization_member_permissions: [],
  assignable: true,
  built_in: false,
};
const builtIn: OrganizationRole = { ...managers, name: "organization-admin", built_in: true };
const nothing = () => undefined;
const base = "/organizations/design/roles";

function props(given: Partial<RolesViewProps> = {}): RolesViewProps {
  return {
    organization: "Design",
    base,
    q: "",
    kind: "",
    columns: rolesColumns(() => "14"),
    rows: [managers],
    total: 7,
    busy: false,
    isForbidden: false,
    problem: undefined,
    mayCreate: false,
    actions: () => [],
    onQuery: nothing,
    onKind: nothing,
    onRetry: nothing,
    ...given,
  };
}

describe("the list of roles", () => {
  it("says what each role holds and how many hold it", async () => {
    await renderPart(<RolesView {...props()} />);

    const row = screen.getByRole("row", { name: /Release managers/ });
    expect(within(row).getByRole("link").getAttribute("href")).toBe(`${base}/release-managers`);
    expect(row.textContent).toContain("custom");
    expect(row.textContent).toContain("14");
  });

  it("tells who can help whoever may not read roles", async () => {
    await renderPart(<RolesView {...props({ isForbidden: true })} />);

    expect(screen.getByRole("heading", { name: "You may not see this page" })).toBeTruthy();
    expect(screen.getByText(/An organization admin can grant it/)).toBeTruthy();
  });

  it("offers to make one only to those who may", async () => {
    await renderPart(<RolesView {...props({ mayCreate: true })} />);
    expect(screen.getByRole("link", { name: "Create role" })).toBeTruthy();
    cleanup();

    await renderPart(<RolesView {...props()} />);
    expect(screen.queryByRole("link", { name: "Create role" })).toBeNull();
  });

  it("explains custom roles where there are none, and leaves a filter", async () => {
    await renderPart(<RolesView {...props({ rows: [], kind: "custom" })} />);
    expect(screen.getByText("No custom roles yet.")).toBeTruthy();
    cleanup();

    const onQuery = vi.fn();
    await renderPart(<RolesView {...props({ rows: [], q: "xyz", onQuery })} />);
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onQuery).toHaveBeenCalledWith("");
  });

  it("says while it waits that it waits, and what did not load", async () => {
    await renderPart(<RolesView {...props({ rows: undefined })} />);
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<RolesView {...props({ rows: undefined, problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });
});

describe("the actions about a role", () => {
  const wishes = { base, mayCreate: true, mayDelete: true, onDelete: nothing };

  it("refuse to delete a built-in role and say why", () => {
    const remove = roleActions({ ...wishes, role: builtIn })
      .flat()
      .at(-1);

    expect(remove?.reason).toBe("This role comes with Gatehouse. Nobody can change it.");
  });

  it("hide what this person may never do here", () => {
    const items = roleActions({ ...wishes, role: managers, mayCreate: false, mayDelete: false });

    expect(items.flat().map(({ label }) => label)).toEqual(["Open"]);
  });
});
