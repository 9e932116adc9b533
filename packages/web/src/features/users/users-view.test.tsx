import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { usersColumns } from "./columns.tsx";
import type { User } from "./queries.ts";
import { usersSearchKeys } from "./search-keys.ts";
import { UsersView, type UsersViewProps } from "./users-view.tsx";

afterEach(cleanup);

const mara: User = {
  id: "6a1f6d0e-0000-4000-8000-000000000001",
  username: "mara",
  email: "mara@acme.dev",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  last_seen_at: "0001-01-01T00:00:00Z",
  status: "suspended",
  login_type: "oidc",
  organization_ids: ["o-1", "o-2"],
  roles: [{ name: "user-admin", display_name: "User Admin" }],
  has_ai_seat: false,
};

const nothing = () => undefined;

function props(given: Partial<UsersViewProps> = {}): UsersViewProps {
  return {
    q: "",
    sort: "username",
    page: 1,
    size: 50,
    searchKeys: usersSearchKeys([]),
    choice: { columns: [], hidden: new Set(), onChange: nothing },
    columns: usersColumns(
      (id) => (id === "o-1" ? "Design" : "Ops"),
      () => "Acme SSO",
    ),
    rows: [mara],
    total: 1284,
    busy: false,
    problem: undefined,
    queryError: undefined,
    mayCreate: false,
    selection: undefined,
    bulk: null,
    actions: () => [],
    failed: new Set(),
    onQuery: nothing,
    onSort: nothing,
    onPage: nothing,
    onSize: nothing,
    onIntent: nothing,
    onPeek: nothing,
    onRetry: nothing,
    ...given,
  };
}

describe("the list of users", () => {
  it("names itself with count and order, and a row by its user", async () => {
    await renderPart(<UsersView {...props()} />);

    const table = screen.getByRole("table", { name: "Users, 1,284 results, sorted by username" });
    const row = within(table).getByRole("row", { name: /mara/ });
    expect(within(row).getByRole("link").getAttribute("href")).toBe("/users/mara");
    expect(row.textContent).toContain("Suspended");
    expect(row.textContent).toContain("User Admin");
    expect(row.textContent).toContain("Design+1");
    expect(row.textContent).toContain("Never");
    expect(row.textContent).toContain("Acme SSO");
  });

  it("puts the full name beside the username, above the email", async () => {
    await renderPart(<UsersView {...props({ rows: [{ ...mara, name: "Mara Voss" }] })} />);

    const cell = screen.getByRole("rowheader");
    expect(cell.textContent).toContain("maraMara Vossmara@acme.dev");
  });

  it("is put in another order by a button that names the one it has", async () => {
    const onSort = vi.fn();
    await renderPart(<UsersView {...props({ sort: "-last_seen_at", onSort })} />);

    await userEvent.click(screen.getByRole("button", { name: "Sort: last seen" }));
    const chosen = screen.getByRole("menuitemcheckbox", { name: "Last seen, latest first" });
    expect(chosen.getAttribute("aria-checked")).toBe("true");
    await userEvent.click(screen.getByRole("menuitemcheckbox", { name: "Created, newest first" }));

    expect(onSort).toHaveBeenCalledWith("-created_at");
  });

  it("offers to create users only to those who may", async () => {
    await renderPart(<UsersView {...props({ mayCreate: true })} />);
    expect(screen.getByRole("link", { name: "Create user" })).toBeTruthy();
    cleanup();

    await renderPart(<UsersView {...props()} />);
    expect(screen.queryByRole("link", { name: "Create user" })).toBeNull();
  });

  it("says while it waits that it waits, and shows no empty state", async () => {
    await renderPart(<UsersView {...props({ rows: undefined, total: undefined, busy: true })} />);

    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText(/No users/)).toBeNull();
  });

  it("names the filter that nothing matches, and leaves it", async () => {
    const onQuery = vi.fn();
    await renderPart(
      <UsersView {...props({ rows: [], total: 0, q: "status:dormant", onQuery })} />,
    );

    expect(screen.getByRole("table").textContent).toContain("No users match status:dormant.");
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onQuery).toHaveBeenCalledWith("", "push");
  });

  it("leads back from a page beyond the end to the last one", async () => {
    const onPage = vi.fn();
    await renderPart(<UsersView {...props({ rows: [], page: 40, total: 600, onPage })} />);

    await userEvent.click(screen.getByRole("button", { name: "Go to page 12" }));

    expect(onPage).toHaveBeenCalledWith(12);
  });

  it("says that it did not load, with the request to name, and tries again", async () => {
    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(
      <UsersView {...props({ rows: undefined, total: undefined, problem, onRetry })} />,
    );

    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("7f3c");
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));

    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("keeps the old rows when a reload fails", async () => {
    const problem = { message: "An internal error occurred.", fields: [] };
    await renderPart(<UsersView {...props({ problem })} />);

    expect(screen.getByRole("row", { name: /mara/ })).toBeTruthy();
  });

  it("shows at the search what the server finds wrong with it", async () => {
    const queryError = "created_before: this is no time";
    await renderPart(<UsersView {...props({ q: "created_before:x", queryError })} />);

    const search = screen.getByRole("combobox", { name: "Search users" });
    expect(search.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getAllByText(queryError).length).toBeGreaterThan(0);
  });

  it("names a key of the address that does not exist, with the one that was meant", async () => {
    const queryError = '"sttus" is not a search key';
    await renderPart(<UsersView {...props({ q: "sttus:active", queryError })} />);

    expect(screen.getByText("“sttus” is not a key. Did you mean status?")).toBeTruthy();
  });
});

describe("typing in the search of a hundred users", () => {
  const users = Array.from({ length: 100 }, (_, at) => ({ ...mara, id: `id-${at}` }));

  it("draws the field and not one cell of the list", async () => {
    const [first, ...others] = usersColumns(
      () => "Design",
      () => "Acme SSO",
    );
    if (first === undefined) throw new Error("no column");
    const cell = vi.fn(first.cell);
    const onQuery = vi.fn();
    const columns = [{ ...first, cell }, ...others];
    await renderPart(<UsersView {...props({ rows: users, columns, onQuery })} />);
    cell.mockClear();

    const box = screen.getByRole<HTMLInputElement>("combobox", { name: "Search users" });
    await userEvent.type(box, "clara dmitri status:");

    expect(box.value).toBe("clara dmitri status:");
    expect(screen.getAllByRole("option").length).toBeGreaterThan(0);
    expect(cell).not.toHaveBeenCalled();
  });
});
