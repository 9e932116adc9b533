import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NameList } from "../../components/name-list/name-list.tsx";
import { RoleBoxes } from "../../components/roles-popover/role-boxes.tsx";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { roleLabel } from "../../lib/catalogs.ts";
import { renderPart } from "../../testing/render.tsx";
import { membersColumns } from "./columns.tsx";
import { memberActions } from "./member-actions.tsx";
import { MembersView, type MembersViewProps } from "./members-view.tsx";
import type { Member } from "./queries.ts";
import { consequencesOf } from "./remove-member-dialog.tsx";
import { memberSearchKeys } from "./search.ts";

afterEach(cleanup);

const mara: Member = {
  user_id: "6a1f6d0e-0000-4000-8000-000000000001",
  organization_id: "6a1f6d0e-0000-4000-8000-000000000002",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  roles: [{ name: "organization-template-admin", display_name: "Organization Template Admin" }],
  username: "mara",
  email: "mara@acme.dev",
  status: "suspended",
  login_type: "oidc",
  last_seen_at: "0001-01-01T00:00:00Z",
  user_created_at: "2026-03-12T13:02:31Z",
  user_updated_at: "2026-03-12T13:02:31Z",
  global_roles: [],
  has_ai_seat: false,
};

const nothing = () => undefined;

function props(given: Partial<MembersViewProps> = {}): MembersViewProps {
  return {
    organization: "Design",
    q: "",
    page: 1,
    size: 50,
    searchKeys: memberSearchKeys([]),
    columns: membersColumns({
      roles: ({ roles }) => <NameList names={roles.map(roleLabel)} label="Roles" />,
      groups: () => <NameList names={["backend", "ops", "data", "web"]} label="Groups" />,
    }),
    rows: [mara],
    total: 1204,
    busy: false,
    isPartial: false,
    problem: undefined,
    queryError: undefined,
    mayAdd: false,
    mayOpen: true,
    selection: undefined,
    bulk: null,
    actions: () => [],
    onQuery: nothing,
    onPage: nothing,
    onSize: nothing,
    onIntent: nothing,
    onPeek: nothing,
    onAdd: nothing,
    exportTo: (format) => `/api/v2/organizations/o-1/members/export?format=${format}`,
    onRetry: nothing,
    ...given,
  };
}

describe("the list of members", () => {
  it("shows roles and groups in place", async () => {
    await renderPart(<MembersView {...props()} />);

    const name = "Members of Design, 1,204 results, sorted by username";
    const row = within(screen.getByRole("table", { name })).getByRole("row", { name: /mara/ });
    expect(within(row).getByRole("link").getAttribute("href")).toBe("/users/mara");
    expect(row.textContent).toContain("Suspended");
    expect(row.textContent).toContain("Organization Template Admin");
    expect(row.textContent).toContain("backend, ops+2");
  });

  it("links to users only where their pages can be opened", async () => {
    await renderPart(<MembersView {...props({ mayOpen: false })} />);

    const row = screen.getByRole("row", { name: /mara/ });
    expect(within(row).queryByRole("link")).toBeNull();
  });

  it("tells whoever sees only the own row why, and offers nothing that would fail", async () => {
    await renderPart(<MembersView {...props({ isPartial: true, total: 1 })} />);

    expect(screen.getByText(/You see only your own row/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Export" })).toBeNull();
    expect(screen.queryByRole("combobox", { name: "Search members" })).toBeNull();
  });

  it("offers to add members only to those who may", async () => {
    const onAdd = vi.fn();
    await renderPart(<MembersView {...props({ mayAdd: true, onAdd })} />);
    await userEvent.click(screen.getByRole("button", { name: "Add members" }));
    expect(onAdd).toHaveBeenCalledOnce();
    cleanup();

    await renderPart(<MembersView {...props()} />);
    expect(screen.queryByRole("button", { name: "Add members" })).toBeNull();
  });

  it("exports what matches as CSV or JSON", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", (address: string) => {
      asked.push(address);
      return Promise.resolve(new Response("[]", { status: 200 }));
    });
    URL.createObjectURL = () => "blob:file";
    await renderPart(<MembersView {...props()} />);

    await userEvent.click(screen.getByRole("button", { name: "Export" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "JSON" }));

    await vi.waitFor(() =>
      expect(asked).toEqual(["/api/v2/organizations/o-1/members/export?format=json"]),
    );
    vi.unstubAllGlobals();
  });

  it("says while it waits that it waits, and shows no empty state", async () => {
    await renderPart(<MembersView {...props({ rows: undefined, total: undefined, busy: true })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText(/No members/)).toBeNull();
  });

  it("names the filter that nothing matches, and leads back from beyond the end", async () => {
    await renderPart(<MembersView {...props({ rows: [], total: 0, q: "org_role:x" })} />);
    expect(screen.getByRole("table").textContent).toContain("No members match org_role:x.");
    cleanup();

    const onPage = vi.fn();
    await renderPart(<MembersView {...props({ rows: [], page: 40, total: 600, onPage })} />);
    await userEvent.click(screen.getByRole("button", { name: "Go to page 12" }));

    expect(onPage).toHaveBeenCalledWith(12);
  });

  it("says that it did not load, with the request to name, and tries again", async () => {
    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(
      <MembersView {...props({ rows: undefined, total: undefined, problem, onRetry })} />,
    );

    await userEvent.click(
      within(screen.getByRole("alert")).getByRole("button", { name: "Try again" }),
    );

    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("what a removal means", () => {
  it("counts groups and roles, and warns that the identity provider may undo it", () => {
    expect(consequencesOf(mara, 3, false, "Design")).toEqual([
      "mara leaves 3 groups and loses 1 role in Design.",
      "Tokens of mara stay but reach nothing here.",
      "Undo brings back the membership and the roles, not the groups.",
      "The identity provider may add mara again at the next sign-in.",
    ]);
  });

  it("is said without counts that cannot be read", () => {
    const [first] = consequencesOf(mara, undefined, false, "Design");

    expect(first).toBe("mara leaves their groups and loses 1 role in Design.");
  });

  it("is refused for oneself, with the reason", () => {
    const items = memberActions({
      member: mara,
      isSelf: true,
      mayOpen: false,
      mayRemove: true,
      onRemove: nothing,
    });

    expect(items.flat()).toMatchObject([
      { label: "Remove…", reason: "You cannot remove yourself. Another administrator can." },
    ]);
  });
});

describe("the roles to choose from", () => {
  const role = (name: string, assignable: boolean): OrganizationRole => ({
    name,
    display_name: "",
    site_permissions: [],
    user_permissions: [],
    organization_permissions: [],
    organization_member_permissions: [],
    assignable,
    built_in: true,
  });

  it("refuse those that whoever is signed in may not give, and say who can", async () => {
    const onChange = vi.fn();
    const roles = [role("reviewer", true), role("organization-admin", false)];
    await renderPart(<RoleBoxes roles={roles} value={[]} onChange={onChange} />);

    await userEvent.click(screen.getByRole("checkbox", { name: "organization-admin" }));
    expect(onChange).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("checkbox", { name: "reviewer" }));

    expect(onChange).toHaveBeenCalledWith(["reviewer"]);
  });
});
