import { ApiFailure } from "@gatehouse/sdk";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signInLabel } from "../../lib/sign-in-label.ts";
import { renderPart } from "../../testing/render.tsx";
import { groupMembersColumns, groupsColumns } from "./columns.tsx";
import { groupActions } from "./group-actions.tsx";
import { groupFaults } from "./group-form.tsx";
import { GroupMembersView, type GroupMembersViewProps } from "./group-members-view.tsx";
import { SourceNote } from "./group-page.tsx";
import { GroupsView, type GroupsViewProps } from "./groups-view.tsx";
import { managedMessage } from "./managed.ts";
import type { Group, GroupMember } from "./queries.ts";

afterEach(cleanup);

const budgetOf = () => ({ limit: 50_000_000n, total: null, spent: 0n });

const backend: Group = {
  id: "6a1f6d0e-0000-4000-8000-000000000001",
  name: "backend",
  display_name: "Backend",
  organization_id: "6a1f6d0e-0000-4000-8000-000000000002",
  organization_name: "design",
  organization_display_name: "Design",
  members: [],
  total_member_count: 4210,
  avatar_url: "",
  quota_allowance: 20,
  source: "oidc",
};
const everyone: Group = {
  ...backend,
  id: backend.organization_id,
  name: "Everyone",
  display_name: "",
  source: "user",
};
const mara: GroupMember = {
  id: "6a1f6d0e-0000-4000-8000-000000000003",
  username: "mara",
  email: "mara@acme.dev",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  last_seen_at: "0001-01-01T00:00:00Z",
  status: "active",
  login_type: "password",
};
const nothing = () => undefined;
const base = "/organizations/design/groups";

function props(given: Partial<GroupsViewProps> = {}): GroupsViewProps {
  return {
    columns: groupsColumns(budgetOf),
    organization: "Design",
    base,
    q: "",
    page: 1,
    size: 50,
    rows: [everyone, backend],
    total: 38,
    busy: false,
    isPartial: false,
    problem: undefined,
    mayCreate: false,
    actions: () => [],
    onQuery: nothing,
    onPage: nothing,
    onSize: nothing,
    onIntent: nothing,
    onRetry: nothing,
    ...given,
  };
}

function memberProps(given: Partial<GroupMembersViewProps> = {}): GroupMembersViewProps {
  return {
    group: "Backend",
    columns: groupMembersColumns(signInLabel),
    q: "",
    page: 1,
    size: 50,
    rows: [mara],
    total: 4210,
    hidden: 0,
    busy: false,
    problem: undefined,
    queryError: undefined,
    mayUpdate: true,
    mayOpen: true,
    fixed: undefined,
    failed: new Set(),
    selection: { keys: new Set(), onChange: nothing },
    bulk: null,
    actions: () => [],
    onQuery: nothing,
    onPage: nothing,
    onSize: nothing,
    onIntent: nothing,
    onAdd: nothing,
    onPeek: nothing,
    onRetry: nothing,
    ...given,
  };
}

describe("the list of groups", () => {
  it("counts members without loading them and says where a group comes from", async () => {
    await renderPart(<GroupsView {...props()} />);

    const row = screen.getByRole("row", { name: /Backend/ });
    expect(within(row).getByRole("link").getAttribute("href")).toBe(`${base}/backend/members`);
    expect(row.textContent).toContain("4,210");
    expect(row.textContent).toContain("20");
    expect(row.textContent).toContain("Identity provider");
    expect(screen.getByRole("row", { name: /Everyone/ }).textContent).toContain("built-in");
  });

  it("offers to create one only to those who may", async () => {
    await renderPart(<GroupsView {...props({ mayCreate: true })} />);
    expect(screen.getByRole("link", { name: "Create group" })).toBeTruthy();
    cleanup();

    await renderPart(<GroupsView {...props()} />);
    expect(screen.queryByRole("link", { name: "Create group" })).toBeNull();
  });

  it("tells whoever sees only some groups that there may be more", async () => {
    await renderPart(<GroupsView {...props({ isPartial: true })} />);

    expect(screen.getByText(/You see the groups that you may read/)).toBeTruthy();
    expect(screen.queryByRole("searchbox")).toBeNull();
  });

  it("says while it waits that it waits, and what did not load", async () => {
    await renderPart(<GroupsView {...props({ rows: undefined, total: undefined })} />);
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<GroupsView {...props({ rows: undefined, total: undefined, problem })} />);
    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });

  it("names the text that nothing matches, and leads back from beyond the end", async () => {
    await renderPart(<GroupsView {...props({ rows: [], total: 0, q: "xyz" })} />);
    expect(screen.getByRole("table").textContent).toContain("No groups match xyz.");
    cleanup();

    const onPage = vi.fn();
    await renderPart(<GroupsView {...props({ rows: [], page: 9, total: 60, onPage })} />);
    await userEvent.click(screen.getByRole("button", { name: "Go to page 2" }));

    expect(onPage).toHaveBeenCalledWith(2);
  });
});

describe("the members of a group", () => {
  it("says why membership of Everyone cannot be changed", async () => {
    const onAdd = vi.fn();
    const fixed = "Everyone is every member of Design.";
    await renderPart(<GroupMembersView {...memberProps({ fixed, onAdd })} />);
    const button = screen.getByRole("button", { name: "Add members" });

    await userEvent.click(button);

    expect(onAdd).not.toHaveBeenCalled();
    const reason = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    expect(reason?.textContent).toBe(fixed);
  });

  it("hides what this person may never do", async () => {
    await renderPart(<GroupMembersView {...memberProps({ mayUpdate: false })} />);

    expect(screen.queryByRole("button", { name: "Add members" })).toBeNull();
    expect(screen.queryByRole("button", { name: /actions/i })).toBeNull();
  });

  it("counts the members that it does not list", async () => {
    await renderPart(<GroupMembersView {...memberProps({ hidden: 12 })} />);

    expect(screen.getByText(/12 members are not listed/)).toBeTruthy();
  });

  it("invites to add the first member", async () => {
    const onAdd = vi.fn();
    await renderPart(<GroupMembersView {...memberProps({ rows: [], total: 0, onAdd })} />);
    const empty = screen.getByRole("table");

    await userEvent.click(within(empty).getByRole("button", { name: "Add members" }));

    expect(onAdd).toHaveBeenCalledOnce();
  });

  it("shows at the search what is wrong with it", async () => {
    const queryError = "“sttus” is not a key.";
    await renderPart(<GroupMembersView {...memberProps({ rows: [], q: "sttus:x", queryError })} />);

    expect(screen.getAllByText(queryError).length).toBeGreaterThan(0);
  });
});

describe("groups that somebody else decides about", () => {
  it("refuse to delete Everyone, with the reason", () => {
    const items = groupActions({
      group: everyone,
      organization: "Design",
      base,
      mayDelete: true,
      onDelete: nothing,
    });

    expect(items.flat().at(-1)).toMatchObject({ reason: "Everyone is every member of Design." });
  });

  it("warn that sync overrides changes of a group of the identity provider", async () => {
    await renderPart(<SourceNote group={backend} managed={undefined} />);

    expect(screen.getByText(/Sync overrides each user at the next sign-in/)).toBeTruthy();
  });

  it("show the server's sentence once it refused a change", async () => {
    await renderPart(<SourceNote group={backend} managed="Change it in the directory." />);

    expect(screen.getByRole("alert").textContent).toContain("Change it in the directory.");
  });

  it("are told from a name that is taken", () => {
    const taken = [{ field: "name", detail: "already in use" }];

    expect(managedMessage(new ApiFailure({ status: 409, message: "Managed." }))).toBe("Managed.");
    expect(
      managedMessage(new ApiFailure({ status: 409, message: "Taken.", validations: taken })),
    ).toBeUndefined();
    expect(managedMessage(new ApiFailure({ status: 403, message: "No." }))).toBeUndefined();
  });
});

describe("the form of a group", () => {
  const fields = { display_name: "", name: "backend", avatar_url: "", quota_allowance: "0" };

  it("takes whole quotas from 0 to what the server holds", () => {
    const fault = (quota_allowance: string) =>
      groupFaults({ ...fields, quota_allowance }).quota_allowance;

    expect(["0", "2147483647"].map(fault)).toEqual([undefined, undefined]);
    expect(["", "-1", "1.5", "?"].map(fault)).toEqual(
      Array(4).fill("Enter a whole number, 0 or more."),
    );
    expect(fault("2147483648")).toBe("The largest quota is 2,147,483,647.");
  });

  it("keeps the name of all members for the group of all members", () => {
    expect(groupFaults({ ...fields, name: "everyone" }).name).toContain("Choose another name");
  });
});
