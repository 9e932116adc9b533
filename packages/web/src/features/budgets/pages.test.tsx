import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { type Answers, closeConsole, design, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

const ops = { ...design, id: "o-2", name: "ops", display_name: "Ops", is_default: false };
const organizations: Answers = { "GET /organizations": [design, ops] };

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
});
