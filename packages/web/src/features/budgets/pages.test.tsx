import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Answers,
  ada,
  closeConsole,
  design,
  failure,
  openConsole,
  type SeenRequest,
} from "../../testing/console.tsx";

afterEach(closeConsole);

const ops = { ...design, id: "o-2", name: "ops", display_name: "Ops", is_default: false };
const organizations: Answers = { "GET /organizations": [design, ops] };

/** Everything is allowed but some. */
const allBut =
  (...refused: readonly string[]) =>
  ({ body }: SeenRequest) => {
    const { checks } = body as { readonly checks: object };
    return Object.fromEntries(
      Object.keys(checks).map((name) => [name, !refused.includes(name)] as const),
    );
  };

/** Chooses another organization on the page. */
async function switchTo(name: string): Promise<void> {
  await userEvent.click(screen.getByRole("combobox", { name: "Organization" }));
  await userEvent.click(await screen.findByRole("option", { name }));
}

describe("the spend of an organization", () => {
  test("is gone when another is chosen, and not shown as the other's until that answers", async () => {
    openConsole("/ai/spend?organization=design", {
      ...organizations,
      "GET /ai/usage/summary": ({ query }) => {
        if (query.get("organization") === ops.id) return "never";
        const row = { cost_micros: 12_000_000, records: 3, unpriced_records: 0 };
        return query.get("group_by") === "day"
          ? [{ ...row, day: "2026-11-12" }]
          : [{ ...row, user_id: "u-2", username: "mara" }];
      },
    });
    await screen.findByRole("row", { name: /mara/ });
    expect(screen.getAllByText(/\$12\.00 for 3 requests/)).not.toHaveLength(0);

    await switchTo("Ops");

    await waitFor(() => expect(screen.queryByRole("row", { name: /mara/ })).toBeNull());
    expect(screen.queryByText(/\$12\.00 for 3 requests/)).toBeNull();
  });
});

describe("budgets of single users", () => {
  test("are gone when another organization is chosen", async () => {
    const override = {
      user_id: "u-2",
      username: "mara",
      group_id: "g-1",
      group_name: "backend",
      spend_limit_micros: 120_000_000,
      created_at: "2026-11-12T13:02:31Z",
      updated_at: "2026-11-12T13:02:31Z",
    };
    openConsole("/ai/budgets?organization=design", {
      ...organizations,
      "GET /groups": [],
      "GET /organizations/o-1/ai/budget/overrides": { overrides: [override], count: 1 },
      "GET /organizations/o-2/ai/budget/overrides": "never",
    });
    await screen.findByRole("row", { name: /mara/ });

    await switchTo("Ops");

    await waitFor(() => expect(screen.queryByRole("row", { name: /mara/ })).toBeNull());
  });

  test("begin with their first page in another organization", async () => {
    const { seen } = openConsole("/ai/budgets?organization=design&page=2", {
      ...organizations,
      "GET /groups": [],
      "GET /organizations/o-1/ai/budget/overrides": { overrides: [], count: 150 },
      "GET /organizations/o-2/ai/budget/overrides": { overrides: [], count: 0 },
    });
    const offsets = (id: string) =>
      seen
        .filter(({ path }) => path === `/organizations/${id}/ai/budget/overrides`)
        .map(({ query }) => query.get("offset"));
    await waitFor(() => expect(offsets("o-1")).toEqual(["100"]));

    await switchTo("Ops");

    await waitFor(() => expect(offsets("o-2")).toEqual(["0"]));
    expect(location.search).not.toContain("page");
  });
});

describe("the budget of one person", () => {
  const spend = {
    effective_group_id: null,
    effective_budget: null,
    current_spend_micros: 0,
    period_start: "2026-11-01T00:00:00Z",
    period_end: "2026-12-01T00:00:00Z",
  };
  const mara = { ...ada, id: "u-2", username: "mara" };
  const backend = { id: "g-1", name: "backend", display_name: "", total_member_count: 3 };
  const groupsSpend = { period_start: "", period_end: "", groups: [] };

  test("is that of a user who is found by a part of the name", async () => {
    openConsole("/ai/budgets?organization=design", {
      "GET /groups": [],
      "GET /users": { users: [mara], count: 1 },
      "GET /users/mara/ai/spend": spend,
    });
    await userEvent.type(await screen.findByRole("combobox", { name: "User" }), "ma");
    await userEvent.click(await screen.findByRole("option", { name: /mara/ }));

    expect(await screen.findByText("No budget, paid by nobody.")).toBeDefined();
    expect(location.search).toContain("user=mara");
  });

  test("is paid by the group that the field shows, not by one elsewhere, and forgets a refusal", async () => {
    const { seen } = openConsole("/ai/budgets?organization=design&user=mara", {
      "GET /groups": [backend],
      "GET /organizations/o-1/groups/ai/spend": groupsSpend,
      "GET /users/mara/ai/spend": { ...spend, effective_group_id: "g-elsewhere" },
      "PUT /users/mara/ai/budget/override": failure(400, "No such budget."),
    });
    const give = await screen.findByRole("button", { name: "Give mara a budget" });
    await waitFor(() => expect(give.getAttribute("aria-disabled")).not.toBe("true"));
    await userEvent.click(give);
    await userEvent.click(await screen.findByRole("radio", { name: /Block all use/ }));
    await userEvent.click(screen.getByRole("button", { name: "Set budget" }));
    await screen.findByText("No such budget.");
    expect(seen.find(({ method }) => method === "PUT")?.body).toMatchObject({ group_id: "g-1" });

    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await userEvent.click(give);
    expect(await screen.findByRole("dialog", { name: "Budget of mara" })).toBeDefined();
    expect(screen.queryByText("No such budget.")).toBeNull();
  });

  test("is asked for by a username in full where users may not be found, and the focus stays", async () => {
    openConsole("/ai/budgets?organization=design", {
      "GET /groups": [],
      "POST /authcheck": allBut("budgets.readUsers"),
      "GET /users/mara/ai/spend": spend,
    });
    const field = await screen.findByRole("textbox", { name: "Username" });

    await userEvent.type(field, "mara{Enter}");

    expect(await screen.findByText("No budget, paid by nobody.")).toBeDefined();
    expect(document.activeElement).toBe(field);
  });
});

test("who may neither change groups nor read prices is refused the page of budgets", async () => {
  openConsole("/ai/budgets", {
    "POST /authcheck": allBut("budgets.updateAnywhere", "budgets.readPrices"),
  });

  expect(await screen.findByText(/You need the right to change groups/)).toBeDefined();
});

test.each(["/ai/budgets", "/ai/spend"])(
  "%s says so where there is no organization, and does not wait for one",
  async (path) => {
    openConsole(path, { "GET /organizations": [] });

    expect(await screen.findByText("You are in no organization.")).toBeDefined();
  },
);
