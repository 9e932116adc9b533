import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import type { SearchKey } from "./search-key.ts";
import { SearchTools } from "./search-tools.tsx";

afterEach(cleanup);

const keys: readonly SearchKey[] = [
  {
    key: "status",
    label: "Status",
    description: "Whether somebody may sign in",
    kind: "choice",
    many: true,
    values: [
      { value: "active", label: "Active" },
      { value: "dormant", label: "Dormant" },
    ],
  },
  { key: "name", label: "Full name", description: "Part of the full name", kind: "text" },
  {
    key: "group",
    label: "Group",
    description: "A group",
    kind: "source",
    source: (text) => Promise.resolve([{ value: `${text}-group`, label: `The ${text} group` }]),
  },
];

interface Probe {
  readonly changes: string[];
  readonly history: string[];
  replace: (query: string) => void;
}

function Page({ first, probe }: { readonly first: string; readonly probe: Probe }) {
  const [query, setQuery] = useState(first);
  probe.replace = setQuery;
  return (
    <SearchTools
      label="Search users"
      query={query}
      keys={keys}
      onChange={(next, how) => {
        probe.changes.push(next);
        probe.history.push(how);
        setQuery(next);
      }}
    />
  );
}

function shown(first = "") {
  const probe: Probe = { changes: [], history: [], replace: () => undefined };
  const { user } = show(<Page first={first} probe={probe} />);
  return {
    user,
    changes: probe.changes,
    history: probe.history,
    last: () => probe.changes.at(-1),
    goBack: (query: string) => act(() => probe.replace(query)),
    box: screen.getByRole("combobox", { name: "Search users" }) as HTMLInputElement,
  };
}

const chips = (): (string | null)[] =>
  screen.queryAllByRole("button", { name: /, edit$/ }).map((chip) => chip.textContent);

describe("typing", () => {
  test("a token becomes a chip when the caret leaves it, free text stays", async () => {
    const { user, box, last } = shown();

    await user.type(box, "mar status:active ");

    expect(chips()).toEqual(["Status: Active"]);
    expect(box.value.trim()).toBe("mar");
    expect(last()).toBe("status:active mar");
  });

  test("many quick letters make one change", async () => {
    const { user, box, changes } = shown();

    await user.type(box, "mara");

    await waitFor(() => expect(changes).toEqual(["mara"]));
  });

  test("half a token is asked of nobody", async () => {
    const { user, box, changes } = shown();

    await user.type(box, "mar status:do");

    await waitFor(() => expect(changes.at(-1)).toBe("mar"));
    expect(changes.join(" ")).not.toContain("status");
  });

  test("a pasted query is read", async () => {
    const { user, box, last } = shown();

    await user.click(box);
    await user.paste('name:"john doe" status:dormant vip');

    expect(chips()).toEqual(["Full name: john doe", "Status: Dormant"]);
    expect(last()).toBe('name:"john doe" status:dormant vip');
  });

  test("an unknown key is named with the one that was meant, and nothing is asked", async () => {
    const { user, box, changes } = shown();

    await user.type(box, "sttus:active ");
    await user.keyboard("{Escape}");
    await user.tab();

    expect(screen.getByText("“sttus” is not a key. Did you mean status?")).toBeDefined();
    expect(box.getAttribute("aria-invalid")).toBe("true");
    expect(changes.join("")).not.toContain("sttus");
  });
});

describe("suggestions", () => {
  test("keys lead to values, and a picked value is a chip", async () => {
    const { user, box, last } = shown();

    await user.type(box, "sta");
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
      "status:Whether somebody may sign in",
    ]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(box.value).toBe("status:");
    await user.keyboard("dor{Enter}");

    expect(last()).toBe("status:dormant");
    expect(box.value).toBe("");
    expect(document.activeElement).toBe(box);
  });

  test("values of the server are offered without taking the caret away", async () => {
    const { user, box, last } = shown();

    await user.type(box, "group:ops");
    await user.click(await screen.findByRole("option", { name: "The ops group" }));

    expect(document.activeElement).toBe(box);
    expect(last()).toBe("group:ops-group");
  });

  test("selected means picked, never highlighted", async () => {
    const { user, box } = shown("status:active");

    await user.type(box, "status:");
    const [active, dormant] = screen.getAllByRole("option");
    await user.keyboard("{ArrowDown}");

    expect(active?.getAttribute("aria-selected")).toBe("true");
    expect(dormant?.getAttribute("aria-selected")).toBe("false");
    expect(box.getAttribute("aria-activedescendant")).toBe(dormant?.id);
  });
});

describe("chips", () => {
  test("removing one leads to the next and then to the box", async () => {
    const { user, box, last } = shown("status:active status:dormant");
    await user.click(screen.getByRole("button", { name: "Remove status active" }));

    expect(last()).toBe("status:dormant");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Remove status dormant"),
    );
    await user.click(screen.getByRole("button", { name: "Remove status dormant" }));

    await waitFor(() => expect(document.activeElement).toBe(box));
    expect(last()).toBe("");
  });

  test("editing one opens its values and a new value takes its place", async () => {
    const { user, box, last } = shown("status:active");
    await user.click(screen.getByRole("button", { name: "Status: Active, edit" }));
    expect(document.activeElement).toBe(box);

    await user.click(screen.getByRole("option", { name: "Dormant" }));

    expect(last()).toBe("status:dormant");
  });

  test("Backspace in the empty box removes the last one", async () => {
    const { user, box, last } = shown("status:active name:ada");
    await user.click(box);

    await user.keyboard("{Backspace}");

    expect(last()).toBe("status:active");
    expect(document.getElementById("announce-polite")?.textContent).toContain("removed");
  });

  test("arrows move between the buttons of chips", async () => {
    const { user } = shown("status:active name:ada");
    screen.getByRole("button", { name: "Status: Active, edit" }).focus();

    await user.keyboard("{ArrowRight}{ArrowRight}");

    expect(document.activeElement?.textContent).toBe("Full name: ada");
  });
});

test("a query that comes from outside takes over the box", async () => {
  const { user, box, goBack } = shown("mar");
  await user.type(box, "a");

  goBack("status:dormant jo");

  expect(box.value).toBe("jo");
  expect(chips()).toEqual(["Status: Dormant"]);
});

test("Escape closes the list and then empties the box", async () => {
  const { user, box, last } = shown("mar");
  await user.type(box, "{Control>}a{/Control}sta");
  expect(box.getAttribute("aria-expanded")).toBe("true");

  await user.keyboard("{Escape}");
  expect(box.getAttribute("aria-expanded")).toBe("false");
  expect(box.value).toBe("sta");
  await user.keyboard("{Escape}");

  expect(box.value).toBe("");
  expect(last()).toBe("");

  // And leaves it at last: the keys of the page work again.
  await user.keyboard("{Escape}");
  expect(document.activeElement).toBe(document.body);
});

test("typing keeps one entry of the history per burst", async () => {
  const clock = vi.spyOn(Date, "now");
  const { user, box, history } = shown();
  clock.mockReturnValue(10_000);
  await user.type(box, "m");
  await waitFor(() => expect(history).toHaveLength(1));
  clock.mockReturnValue(10_400);
  await user.type(box, "a");
  await waitFor(() => expect(history).toHaveLength(2));
  clock.mockReturnValue(12_000);
  await user.type(box, "r");
  await waitFor(() => expect(history).toHaveLength(3));
  clock.mockRestore();

  expect(history).toEqual(["push", "replace", "push"]);
});

/** A page whose address changes only when the test says so. */
function SlowPage({ probe }: { readonly probe: Probe }) {
  const [query, setQuery] = useState("");
  probe.replace = setQuery;
  const onChange = (next: string) => probe.changes.push(next);
  return <SearchTools label="Search users" query={query} keys={keys} onChange={onChange} />;
}

test("what arrives late in the address of a slow page takes nothing of what was typed since", async () => {
  const probe: Probe = { changes: [], history: [], replace: () => undefined };
  const arrive = (query: string) => act(() => probe.replace(query));
  const { user } = show(<SlowPage probe={probe} />);
  const box = screen.getByRole<HTMLInputElement>("combobox");
  await user.type(box, "ma");
  await waitFor(() => expect(probe.changes).toEqual(["ma"]));
  await user.type(box, "ra");
  await waitFor(() => expect(probe.changes).toEqual(["ma", "mara"]));

  arrive("ma");
  expect(box.value).toBe("mara");
  arrive("mara");
  expect(box.value).toBe("mara");
  // Going back is no echo of the box: it takes over.
  arrive("ma");
  expect(box.value).toBe("ma");
});
