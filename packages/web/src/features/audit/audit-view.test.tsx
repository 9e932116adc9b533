import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { renderPart } from "../../testing/render.tsx";
import { countText, freshCount } from "./audit-page.tsx";
import { AuditView, type AuditViewProps } from "./audit-view.tsx";
import { EntryDrawer } from "./entry-drawer.tsx";
import { auditSearchKeys } from "./search-keys.ts";

afterEach(cleanup);

const nothing = () => undefined;

/** An entry that tells of a change of jo's roles by mara. */
function entryOf(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: "6a1f6d0e-0000-4000-8000-000000000001",
    request_id: "7f3c6d0e-0000-4000-8000-000000000002",
    time: "2026-11-19T12:02:31Z",
    ip: "10.0.4.7",
    user_agent: "Firefox on macOS",
    resource_type: "user",
    resource_id: "6a1f6d0e-0000-4000-8000-000000000003",
    resource_target: "jo",
    resource_icon: "",
    action: "write",
    diff: { rbac_roles: { old: ["auditor"], new: ["user-admin"], secret: false } },
    status_code: 200,
    additional_fields: {},
    description: "{user} updated user {target}",
    resource_link: "/users?filter=jo",
    is_deleted: false,
    organization_id: "00000000-0000-0000-0000-000000000000",
    user: {
      id: "6a1f6d0e-0000-4000-8000-000000000004",
      username: "mara",
      email: "mara@acme.dev",
      created_at: "2026-03-12T13:02:31Z",
      updated_at: "2026-03-12T13:02:31Z",
      last_seen_at: "2026-03-12T13:02:31Z",
      status: "active",
      login_type: "oidc",
      organization_ids: [],
      roles: [],
      has_ai_seat: false,
    },
    ...given,
  };
}

function props(given: Partial<AuditViewProps> = {}): AuditViewProps {
  return {
    q: "",
    keys: auditSearchKeys({ organizations: [], mayReadUsers: false }),
    onlyIn: undefined,
    entries: [entryOf()],
    total: "2,000+",
    busy: false,
    problem: undefined,
    queryError: undefined,
    live: false,
    fresh: 0,
    pendingOlder: false,
    onOlder: nothing,
    addressOf: ({ id }) => `/audit?entry=${id}`,
    onQuery: nothing,
    onNarrow: nothing,
    onLive: nothing,
    onFresh: nothing,
    onRetry: nothing,
    onExport: nothing,
    ...given,
  };
}

describe("the audit log", () => {
  it("tells an entry in a sentence with links to both parties, under its day", async () => {
    await renderPart(<AuditView {...props()} />);

    const day = screen.getByRole("region", { name: "Thursday, 19 November 2026" });
    const row = within(day).getByRole("listitem");
    expect(row.textContent).toContain("mara changed roles of jo");
    const href = (name: string) => within(row).getByRole("link", { name }).getAttribute("href");
    expect(href("mara")).toBe("/users/mara");
    expect(href("jo")).toBe("/users/jo");
    expect(screen.getByText("1 of 2,000+")).toBeTruthy();
  });

  it("unfolds what changed, removed and added in words", async () => {
    await renderPart(<AuditView {...props()} />);

    const button = screen.getByRole("button", { name: /^Unfold changes/ });
    await userEvent.click(button);

    expect(button.getAttribute("aria-expanded")).toBe("true");
    const row = screen.getByRole("listitem");
    expect(row.textContent).toContain("removed auditor");
    expect(row.textContent).toContain("added user-admin");
    expect(row.textContent).toContain("Firefox on macOS");
  });

  it("narrows the log to a party of the entry", async () => {
    const onNarrow = vi.fn();
    await renderPart(<AuditView {...props({ onNarrow })} />);

    await userEvent.click(screen.getByRole("button", { name: /^Unfold changes/ }));
    await userEvent.click(screen.getByRole("button", { name: "Same request" }));

    expect(onNarrow).toHaveBeenCalledWith({
      key: "request_id",
      value: "7f3c6d0e-0000-4000-8000-000000000002",
    });
  });

  it("marks what was refused in words, and links to nothing that is gone", async () => {
    const entry = entryOf({ status_code: 403, is_deleted: true, diff: {} });
    await renderPart(<AuditView {...props({ entries: [entry] })} />);

    const row = screen.getByRole("listitem");
    expect(row.textContent).toContain("mara tried to change user jo");
    expect(row.textContent).toContain("Refused, 403");
    expect(within(row).queryByRole("link", { name: "jo" })).toBeNull();
  });

  it("says while it waits that it waits, and shows no empty state", async () => {
    await renderPart(
      <AuditView {...props({ entries: undefined, total: undefined, busy: true })} />,
    );

    expect(screen.getByText("Loading")).toBeTruthy();
    expect(screen.queryByText(/No entries/)).toBeNull();
  });

  it("says what the log is for while it is empty", async () => {
    await renderPart(<AuditView {...props({ entries: [], total: "0" })} />);

    expect(screen.getByText("No entries yet.")).toBeTruthy();
  });

  it("names the filter that nothing matches, and leaves it", async () => {
    const onQuery = vi.fn();
    await renderPart(
      <AuditView {...props({ entries: [], total: "0", q: "action:delete", onQuery })} />,
    );

    expect(screen.getByTestId("part").textContent).toContain("No entries match action:delete.");
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));

    expect(onQuery).toHaveBeenCalledWith("", "push");
  });

  it("says that it did not load, with the request to name, and tries again", async () => {
    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(
      <AuditView {...props({ entries: undefined, total: undefined, problem, onRetry })} />,
    );

    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("7f3c");
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));

    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("keeps the old entries when a reload fails", async () => {
    const problem = { message: "An internal error occurred.", fields: [] };
    await renderPart(<AuditView {...props({ problem })} />);

    expect(screen.getByRole("listitem")).toBeTruthy();
    expect(screen.getByText(/could not be loaded anew/)).toBeTruthy();
  });

  it("shows at the search what is wrong with it", async () => {
    await renderPart(
      <AuditView {...props({ q: "actor:x", queryError: "“actor” is not a key." })} />,
    );

    const search = screen.getByRole("combobox", { name: "Search the audit log" });
    expect(search.getAttribute("aria-invalid")).toBe("true");
  });

  it("tells readers of some organizations that they see only those", async () => {
    await renderPart(<AuditView {...props({ onlyIn: ["Design", "Ops"] })} />);

    expect(screen.getByText("Only Design, Ops")).toBeTruthy();
  });

  it("offers new entries instead of moving the old ones", async () => {
    const onFresh = vi.fn();
    await renderPart(<AuditView {...props({ live: true, fresh: 4, onFresh })} />);

    await userEvent.click(screen.getByRole("button", { name: "4 new" }));

    expect(onFresh).toHaveBeenCalledOnce();
  });
});

describe("the drawer of an entry", () => {
  const drawer = (entry: AuditEntry | undefined, hasOlder = false) => (
    <EntryDrawer
      entry={entry}
      hasOlder={hasOlder}
      pending={false}
      onOlder={nothing}
      onNarrow={nothing}
      onClose={nothing}
    />
  );

  it("is named by the sentence and shows the whole entry as JSON", async () => {
    await renderPart(drawer(entryOf()));

    const dialog = screen.getByRole("dialog", { name: "mara changed roles of jo" });
    expect(dialog.textContent).toContain('"resource_target": "jo"');
  });

  it("keeps every digit of numbers that a script does not hold exactly", async () => {
    await renderPart(drawer(entryOf({ additional_fields: { micros: 9_007_199_254_740_993n } })));

    expect(screen.getByRole("dialog").textContent).toContain('"micros": 9007199254740993');
  });

  it("looks further back for an entry that is not loaded", async () => {
    await renderPart(drawer(undefined, true));

    expect(screen.getByRole("button", { name: "Load older" })).toBeTruthy();
  });

  it("does not tell whether an entry that is not there exists", async () => {
    await renderPart(drawer(undefined));

    expect(screen.getByRole("dialog").textContent).toContain(
      "There is no such entry here, or you may not see it.",
    );
  });
});

it("counts beyond the cap are told as such", () => {
  expect(countText({ count: 2001, count_cap: 2000 })).toBe("2,000+");
  expect(countText({ count: 812, count_cap: 2000 })).toBe("812");
  expect(countText({ count: 2001, count_cap: 0 })).toBe("2,001");
});

it("entries above the newest shown one are new", () => {
  const [a, b] = [entryOf({ id: "a" }), entryOf({ id: "b" })];
  expect(freshCount([a, b], [b])).toBe(1);
  expect(freshCount([a, b], [a, b])).toBe(0);
});

it("an AI seat leads to the user who got it, whom the log does not name", async () => {
  const seat = entryOf({
    action: "create",
    resource_type: "ai_seat",
    resource_id: "6a1f6d0e-0000-4000-8000-000000000009",
    resource_target: "AI seat",
    diff: {},
  });
  await renderPart(<AuditView {...props({ entries: [seat] })} />);
  const address = "/users/6a1f6d0e-0000-4000-8000-000000000009";
  expect(screen.getByRole("link", { name: "AI seat" }).getAttribute("href")).toBe(address);
  cleanup();

  await renderPart(
    <EntryDrawer
      entry={seat}
      hasOlder={false}
      pending={false}
      onOlder={nothing}
      onNarrow={nothing}
      onClose={nothing}
    />,
  );
  expect(screen.getByRole("link", { name: "Open the user" }).getAttribute("href")).toBe(address);
});
