import type { Answer } from "@gatehouse/sdk";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { AttentionView } from "./attention.tsx";
import {
  expiringItems,
  healthItems,
  suspendedItems,
  syncItems,
  unpricedItems,
} from "./attention-items.ts";

afterEach(cleanup);

type Token = Answer<"listTokens">[number];
type Entry = Answer<"listAuditLogs">["audit_logs"][number];
const tokenOf = (user_id: string) => ({ user_id }) as Token;

describe("what needs attention", () => {
  test("tokens that end soon, everybody's or one's own, lead to where they are", () => {
    const all = expiringItems([tokenOf("a"), tokenOf("b")], true);
    const own = expiringItems([tokenOf("a")], false);

    expect(all).toMatchObject([
      { text: "2 tokens expire within 7 days", to: "/keys?show=expiring" },
    ]);
    expect(own).toMatchObject([
      { text: "1 token of yours expires within 7 days", to: "/settings/tokens" },
    ]);
    expect(expiringItems([], true)).toEqual([]);
  });

  test("suspended users with valid tokens are counted as users and as tokens", () => {
    const items = suspendedItems([tokenOf("a"), tokenOf("a"), tokenOf("b")]);

    expect(items).toMatchObject([{ text: "2 suspended users still hold 3 valid tokens" }]);
  });

  test("models without price say how many", () => {
    const model = { provider: "acme", model: "x" } as Answer<"listUnpricedModels">[number];

    expect(unpricedItems([model])[0]?.text).toBe(
      "1 model was used without a price in the last 30 days",
    );
    expect(unpricedItems([])).toEqual([]);
  });

  test("sign-ins that identity sync could not complete, and no other refused ones", () => {
    const refused = (reason: string) =>
      ({ additional_fields: { reason } }) as Partial<Entry> as Entry;

    expect(syncItems([refused("claims_invalid"), refused("signups_disabled")])).toMatchObject([
      {
        severity: "danger",
        text: "Identity sync: 1 sign-in failed within 7 days, the claims cannot be used",
      },
    ]);
    expect(syncItems([refused("signups_disabled")])).toEqual([]);
  });

  test("of the health report what is not well and was not dismissed", () => {
    const report = {
      healthy: false,
      severity: "error",
      database: { severity: "error", dismissed: false },
      access_url: { severity: "warning", dismissed: false },
      websocket: { severity: "warning", dismissed: true },
      derp: { severity: "ok", dismissed: false },
    };

    const items = healthItems(report);

    expect(items.map(({ severity, text }) => [severity, text])).toEqual([
      ["danger", "Database: not healthy"],
      ["warning", "Access URL: needs attention"],
    ]);
  });
});

describe("the list", () => {
  const items = expiringItems([tokenOf("a")], true);

  test("links each item, and says the kind in words too", async () => {
    await renderPart(<AttentionView items={items} isLoading={false} failed={[]} />);

    const link = screen.getByRole("link");
    expect(link.textContent).toBe("Warning:1 token expires within 7 days");
  });

  test("shows what is here while the rest is on its way", async () => {
    await renderPart(<AttentionView items={items} isLoading failed={[]} />);

    expect(screen.getAllByRole("link")).toHaveLength(1);
    expect(screen.queryByText(/Nothing needs you/)).toBeNull();
  });

  test("says that there is nothing, only when every source answered", async () => {
    await renderPart(<AttentionView items={[]} isLoading={false} failed={[]} />);
    expect(screen.getByText("Nothing needs you now.")).toBeDefined();
    cleanup();

    await renderPart(<AttentionView items={[]} isLoading={false} failed={["health report"]} />);
    expect(screen.getByRole("alert").textContent).toBe("Not loaded: health report.");
    expect(screen.queryByText(/Nothing needs you/)).toBeNull();
  });
});
