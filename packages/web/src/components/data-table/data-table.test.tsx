import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Peek } from "../drawer/peek.tsx";
import { EmptyState, ErrorState } from "../states/states.tsx";
import type { Column } from "./column.ts";
import { DataTable, type DataTableProps } from "./data-table.tsx";

afterEach(cleanup);

interface Row {
  readonly id: string;
  readonly name: string;
}

const rows: readonly Row[] = ["ada", "bo", "cy", "di"].map((name) => ({ id: `id-${name}`, name }));
const columns: readonly Column<Row>[] = [
  { key: "name", label: "User", sort: "username", cell: (row) => row.name },
  { key: "seen", label: "Last seen", stacked: "fact", cell: () => "never" },
];

function Table(props: Partial<DataTableProps<Row>>) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <p data-testid="picked">{[...keys].sort().join(" ")}</p>
      <DataTable
        caption="Users"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        rowTo={(row) => `/users/${row.name}`}
        rowActions={(row) => [[{ label: `Suspend ${row.name}…` }]]}
        selection={{ keys, onChange: setKeys }}
        empty={<EmptyState title="No users yet." />}
        {...props}
      />
    </>
  );
}

const picked = (): string | null => screen.getByTestId("picked").textContent;

describe("states", () => {
  test("until the first answer the table is busy and its head is there", () => {
    show(<Table rows={undefined} />);

    expect(screen.getByRole("table", { name: "Users" }).getAttribute("aria-busy")).toBe("true");
    expect(screen.getByRole("columnheader", { name: "Last seen" })).toBeDefined();
    expect(screen.getAllByText("Loading")).toHaveLength(1);
  });

  test("without rows it says what to do", () => {
    show(<Table rows={[]} />);

    expect(screen.getByText("No users yet.")).toBeDefined();
  });

  test("a first answer that is an error is never shown as an empty list", () => {
    show(
      <Table rows={undefined} error={{ state: <ErrorState title="The users did not load." /> }} />,
    );

    expect(screen.getByRole("alert").textContent).toContain("The users did not load.");
    expect(screen.queryByText("No users yet.")).toBeNull();
  });

  test("a later error keeps the rows and says from when they are", () => {
    show(<Table error={{ state: null, since: "14:02" }} />);

    expect(screen.getByText("Showing data from 14:02.")).toBeDefined();
    expect(screen.getByRole("link", { name: "ada" })).toBeDefined();
  });

  test("a failed reload says from when the rows are, and can be tried again", async () => {
    const onRetry = vi.fn();
    vi.setSystemTime(new Date(2026, 2, 12, 14, 2));
    const { rerender, user } = show(<Table />);
    vi.setSystemTime(new Date(2026, 2, 12, 14, 30));

    rerender(<Table error={{ state: null, onRetry }} />);
    vi.useRealTimers();

    expect(screen.getByText("Showing data from 14:02.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  test("as many rows to be are drawn as fit into the window, at most twelve", () => {
    const box = vi.spyOn(HTMLElement.prototype, "getBoundingClientRect");
    const count = (top: number) => {
      box.mockReturnValue({ top, height: 44 } as DOMRect);
      const { container, unmount } = show(<Table rows={undefined} />);
      const drawn = container.querySelectorAll("tbody tr").length;
      unmount();
      return drawn;
    };

    expect(count(window.innerHeight - 5 * 44)).toBe(5);
    expect(count(window.innerHeight)).toBe(1);
    expect(count(-1_000)).toBe(12);
    box.mockRestore();
  });

  test("old rows stay while new ones are on their way", async () => {
    show(<Table busy />);

    expect(screen.getByRole("link", { name: "ada" })).toBeDefined();
    await screen.findByRole("progressbar");
  });
});

describe("sorting", () => {
  test("the head says how the list is ordered and turns it round", async () => {
    const onChange = vi.fn();
    const { user } = show(<Table sorting={{ value: "username", onChange }} />);
    const head = screen.getByRole("columnheader", { name: "User" });

    await user.click(within(head).getByRole("button"));

    expect(head.getAttribute("aria-sort")).toBe("ascending");
    expect(onChange).toHaveBeenCalledWith("-username");
  });

  test("a column that the endpoint does not sort has no button", () => {
    show(<Table sorting={{ value: "username", onChange: vi.fn() }} />);

    const head = screen.getByRole("columnheader", { name: "Last seen" });
    expect(within(head).queryByRole("button")).toBeNull();
  });
});

describe("selection", () => {
  test("Shift and a click pick everything between", async () => {
    const { user } = show(<Table />);
    await user.click(screen.getByRole("checkbox", { name: "Select ada" }));

    await user.keyboard("{Shift>}");
    await user.click(screen.getByRole("checkbox", { name: "Select cy" }));
    await user.keyboard("{/Shift}");

    expect(picked()).toBe("id-ada id-bo id-cy");
  });

  test("the head picks the page, shows a part of it as mixed, and lets go", async () => {
    const { user } = show(<Table />);
    const all = screen.getByRole("checkbox", { name: "Select all rows of this page" });
    await user.click(screen.getByRole("checkbox", { name: "Select bo" }));
    expect(all).toHaveProperty("indeterminate", true);

    await user.click(all);
    expect(picked()).toBe("id-ada id-bo id-cy id-di");

    await user.click(all);
    expect(picked()).toBe("");
  });
});

describe("focus", () => {
  test("moves to the row that took the place of a removed one", () => {
    const { rerender } = show(<Table />);
    screen.getByRole("button", { name: "More actions for bo" }).focus();

    rerender(<Table rows={rows.filter(({ name }) => name !== "bo")} />);

    expect(document.activeElement?.textContent).toBe("cy");
  });

  test("moves to the last row when the last one was removed", () => {
    const { rerender } = show(<Table />);
    screen.getByRole("link", { name: "di" }).focus();

    rerender(<Table rows={rows.slice(0, 3)} />);

    expect(document.activeElement?.textContent).toBe("cy");
  });

  test("stays where somebody went before the row was gone", () => {
    const { rerender } = show(<Table />);
    screen.getByRole("link", { name: "bo" }).focus();
    const head = screen.getByRole("checkbox", { name: "Select all rows of this page" });
    head.focus();

    rerender(<Table rows={rows.filter(({ name }) => name !== "bo")} />);

    expect(document.activeElement).toBe(head);
  });
});

describe("keys", () => {
  test("j and k move through rows, x picks, Shift and x pick a range", async () => {
    const { user } = show(<Table />);

    await user.keyboard("jjx");
    expect(document.activeElement?.textContent).toBe("bo");
    await user.keyboard("jk");
    expect(picked()).toBe("id-bo");
    await user.keyboard("jj{Shift>}X{/Shift}");
    expect(picked()).toBe("id-bo id-cy id-di");
  });

  test("Space opens the peek of the row", async () => {
    const onPeek = vi.fn();
    const { user } = show(<Table onPeek={onPeek} />);

    await user.keyboard("j ");

    expect(onPeek).toHaveBeenCalledWith("id-ada");
  });

  test("a dot opens the actions of the row", async () => {
    const { user } = show(<Table />);

    await user.keyboard("j.");

    expect(await screen.findByRole("menuitem", { name: "Suspend ada…" })).toBeDefined();
  });

  test("single keys mean nothing while somebody types or when they are off", async () => {
    const { user } = show(
      <>
        <input aria-label="elsewhere" />
        <Table />
      </>,
    );
    await user.type(screen.getByLabelText("elsewhere"), "jx");
    expect(picked()).toBe("");

    localStorage.setItem("gh.single-keys", "off");
    (document.activeElement as HTMLElement).blur();
    await user.keyboard("jx");
    localStorage.removeItem("gh.single-keys");
    expect(document.activeElement).toBe(document.body);
    expect(picked()).toBe("");
  });
});

test("a row is a link and nothing but its link", async () => {
  const followed = vi.fn((event: Event) => event.preventDefault());
  const { user } = show(<Table />);
  const link = screen.getByRole("link", { name: "bo" });
  link.addEventListener("click", followed);

  await user.click(screen.getAllByText("never")[1] as HTMLElement);
  expect(followed).toHaveBeenCalledTimes(1);

  await user.click(screen.getByRole("checkbox", { name: "Select bo" }));
  await user.click(screen.getByRole("button", { name: "More actions for bo" }));
  expect(followed).toHaveBeenCalledTimes(1);
  expect(link.getAttribute("href")).toBe("/users/bo");
});

test("of a long list only the rows near the window are drawn, and each knows its place", async () => {
  const many = Array.from({ length: 5_000 }, (_, at) => ({ id: `id-${at}`, name: `user-${at}` }));
  show(<Table rows={many} />);

  const first = await screen.findByRole("link", { name: "user-0" }, { timeout: 20_000 });

  expect(first.closest("[role=row]")?.getAttribute("aria-rowindex")).toBe("2");
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
  expect(screen.getAllByRole("rowheader").length).toBeLessThan(200);
});

test("a row without a link can be reached by the keys too", async () => {
  const { user } = show(<Table rowTo={undefined} />);

  await user.keyboard("jjx");

  expect(document.activeElement?.textContent).toBe("bo");
  expect(picked()).toBe("id-bo");
});

test("every control of a row says whose it is", async () => {
  show(<Table />);

  await waitFor(() =>
    expect(screen.getAllByRole("button", { name: /^More actions for / })).toHaveLength(4),
  );
  expect(screen.getAllByRole("rowheader")).toHaveLength(4);
});

test("a page that is drawn again with the same rows draws no row again, and its menus are up to date", async () => {
  const cell = vi.fn((row: Row) => row.name);
  const counted: readonly Column<Row>[] = [{ key: "name", label: "User", cell }];
  const { user, rerender } = show(
    <Table columns={counted} rowActions={() => [[{ label: "Suspend" }]]} />,
  );
  const drawn = cell.mock.calls.length;

  rerender(<Table columns={counted} busy rowActions={() => [[{ label: "Activate" }]]} />);

  expect(cell.mock.calls.length).toBe(drawn);
  await user.click(screen.getByRole("button", { name: "More actions for bo" }));
  expect(screen.getByRole("menuitem").textContent).toBe("Activate");
});

function Looking() {
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Table onPeek={setKey} />
      {key === null ? null : (
        <Peek title={key} onClose={() => setKey(null)}>
          <a href="#more">More</a>
        </Peek>
      )}
    </>
  );
}

describe("looking into a row", () => {
  const shown = () => screen.queryByRole("complementary")?.getAttribute("aria-label");

  test("a button of the row does it for those who use no keys", async () => {
    const { user } = show(<Looking />);

    await user.click(screen.getByRole("button", { name: "Look into bo" }));

    expect(shown()).toBe("id-bo");
  });

  test("while it is open it goes along with the row, and Esc closes it before anything else", async () => {
    const { user } = show(<Looking />);
    await user.keyboard("jx ");
    expect(shown()).toBe("id-ada");

    await user.keyboard("{ArrowDown}");
    expect(shown()).toBe("id-bo");
    await user.keyboard("j");
    expect(shown()).toBe("id-cy");
    await user.keyboard("{Escape}");

    expect(shown()).toBeUndefined();
    expect(document.activeElement?.textContent).toBe("cy");
    expect(picked()).toBe("id-ada");
    await user.keyboard("{Escape}");
    expect(picked()).toBe("");
  });

  test("closing it from within gives the focus back to the row", async () => {
    const { user } = show(<Looking />);
    await user.keyboard("j ");
    screen.getByRole("link", { name: "More" }).focus();

    await user.click(screen.getByRole("button", { name: "Close" }));

    expect(document.activeElement?.textContent).toBe("ada");
  });
});
