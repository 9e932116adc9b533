import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Token } from "../../lib/tokens.ts";
import { renderPart } from "../../testing/render.tsx";
import { EmptyState } from "../states/states.tsx";
import { TokenTable } from "./token-table.tsx";

// The dialog that shows a new secret asks for the deployment's address.
beforeEach(() => void vi.stubGlobal("fetch", () => Promise.resolve(Response.json({}))));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const day = 86_400_000;
const at = (fromNow: number) => new Date(Date.now() + fromNow).toISOString();

const token: Token = {
  id: "aaaaaaaaaa",
  user_id: "6a1f6d0e-0000-4000-8000-000000000001",
  username: "mara",
  token_name: "ci-deploy",
  last_used: "0001-01-01T00:00:00Z",
  expires_at: at(3 * day),
  created_at: at(-day),
  updated_at: at(-day),
  login_type: "token",
  scope: "all",
  scopes: ["workspace:read"],
  allow_list: ["*:*"],
  lifetime_seconds: 345_600,
  user_status: "active",
  last_used_ip: "",
  user_agent: "",
};

const table = (given: Partial<Parameters<typeof TokenTable>[0]> = {}) => (
  <TokenTable
    caption="Tokens of mara"
    tokens={[token]}
    problem={undefined}
    busy={false}
    onRetry={() => undefined}
    empty={<EmptyState title="No tokens." />}
    {...given}
  />
);

describe("a table of tokens", () => {
  it("says what a token may do and that it ends soon", async () => {
    await renderPart(table());

    const row = screen.getByRole("row", { name: /ci-deploy/ });
    expect(row.textContent).toContain("Read workspaces");
    expect(row.textContent).toContain("Soon");
    expect(row.textContent).toContain("Never");
  });

  it("says from where it was used last, and that its owner is suspended", async () => {
    const used = {
      ...token,
      last_used: at(-3_600_000),
      last_used_ip: "10.0.4.7",
      user_agent: "curl/8.9.1",
      user_status: "suspended" as const,
    };
    await renderPart(table({ tokens: [used], withOwner: true }));

    expect(screen.getByText("from 10.0.4.7").getAttribute("title")).toBe("curl/8.9.1");
    expect(screen.getByRole("row", { name: /ci-deploy/ }).textContent).toContain("Suspended");
  });

  it("marks a token that may do everything", async () => {
    await renderPart(table({ tokens: [{ ...token, scopes: ["coder:all"] }] }));

    expect(screen.getByRole("row", { name: /ci-deploy/ }).textContent).toContain("Everything");
  });

  it("offers no rotation of what is expired, and says why", async () => {
    await renderPart(table({ tokens: [{ ...token, expires_at: at(-day) }] }));
    await userEvent.click(screen.getByRole("button", { name: "More actions for ci-deploy" }));

    const rotate = screen.getByRole("menuitem", { name: /Rotate/ });
    expect(rotate.getAttribute("aria-disabled")).toBe("true");
    expect(document.body.textContent).toContain("Create a new token instead.");
  });

  it("waits, is empty, and fails with the request to name", async () => {
    await renderPart(table({ tokens: undefined }));
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    await renderPart(table({ tokens: [] }));
    expect(screen.getByText("No tokens.")).toBeTruthy();
    cleanup();

    const onRetry = vi.fn();
    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(table({ tokens: undefined, problem, onRetry }));
    expect(screen.getByRole("alert").textContent).toContain("7f3c");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalled();
  });

  it("is looked into by the keys: every time to the second with its zone, and what cells cut", async () => {
    const scopes = ["template:read", "user:read", "workspace:read"];
    const created_at = "2026-03-12T13:02:31Z";
    await renderPart(
      table({ tokens: [{ ...token, created_at, scopes, last_used_ip: "10.0.4.7" }] }),
    );
    await userEvent.keyboard("j ");

    const peek = screen.getByRole("complementary", { name: "ci-deploy" });
    expect(peek.textContent).toMatch(/Created12 Mar 2026 12 March 2026, \d\d:02:31 \S+/);
    expect(peek.textContent).toContain("10.0.4.7");
    for (const scope of scopes) expect(peek.textContent).toContain(scope);

    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    expect(document.activeElement?.closest("[data-row]")).not.toBeNull();
  });
});
