import { cleanup, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import type { SearchKey } from "../search-box/search-key.ts";
import { FilterButton } from "./filter-button.tsx";

afterEach(cleanup);
afterEach(() => vi.useRealTimers());

const keys: readonly SearchKey[] = [
  { key: "last_seen_before", label: "Last seen before", description: "Not since", kind: "date" },
  {
    key: "group",
    label: "Group",
    description: "Group of the user",
    kind: "source",
    source: async (text) =>
      [
        { value: "ux", label: "UX research", secondary: "Design" },
        { value: "backend", label: "Back end", secondary: "Design" },
      ].filter(({ label }) => label.toLowerCase().includes(text)),
  },
];

function Filters({
  first = "",
  told,
}: {
  readonly first?: string;
  told?: (query: string) => void;
}) {
  const [query, setQuery] = useState(first);
  return (
    <FilterButton
      query={query}
      keys={keys}
      onChange={(next) => {
        setQuery(next);
        told?.(next);
      }}
    />
  );
}

async function open(element: React.ReactElement) {
  const { user } = show(element);
  await user.click(screen.getByRole("button", { name: /^Filter/ }));
  return { user, form: within(await screen.findByRole("dialog", { name: "Filters" })) };
}

test("what the server knows is found by typing, and taken as it is typed where it knows nothing", async () => {
  const told = vi.fn();
  const { user, form } = await open(<Filters told={told} />);

  await user.type(form.getByRole("combobox", { name: "Group" }), "back");
  await user.click(await screen.findByRole("option", { name: /Back end/ }));
  expect(told).toHaveBeenLastCalledWith("group:backend");
  await user.clear(form.getByRole("combobox", { name: "Group" }));
  await user.type(form.getByRole("combobox", { name: "Group" }), "gone");
  await screen.findByText(/Nothing matches/);
  await user.keyboard("{Enter}");

  expect(told).toHaveBeenLastCalledWith("group:gone");
});

test("a moment that was chosen stays chosen while time goes on", async () => {
  const moment = new Date(Date.now() - 90 * 86_400_000 - 5_000).toISOString().slice(0, 19);
  const { form } = await open(<Filters first={`last_seen_before:"${moment}Z"`} />);

  expect(form.getByRole("combobox", { name: "Last seen before" }).textContent).toBe("90 days ago");
});

test("a day that nobody offers is shown as it is", async () => {
  const { form } = await open(<Filters first='last_seen_before:"2020-03-12T12:00:00Z"' />);

  expect(form.getByRole("combobox", { name: "Last seen before" }).textContent).toContain(
    "12 Mar 2020",
  );
});
