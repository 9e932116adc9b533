import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Session } from "../../lib/sessions.ts";
import { renderPart } from "../../testing/render.tsx";
import { EmptyState } from "../states/states.tsx";
import { SessionTable } from "./session-table.tsx";

afterEach(cleanup);

const session: Session = {
  id: "aaaaaaaaaa",
  user_id: "6a1f6d0e-0000-4000-8000-000000000001",
  kind: "browser",
  login_type: "password",
  device: "Firefox on macOS",
  user_agent: "Mozilla/5.0",
  ip_address: "10.0.4.7",
  created_at: "2026-11-12T13:02:31Z",
  last_used: "2026-11-12T13:02:31Z",
  expires_at: "2026-11-13T13:02:31Z",
  current: false,
};

const table = (given: Partial<Parameters<typeof SessionTable>[0]> = {}) => (
  <SessionTable
    user="me"
    caption="Your sessions"
    sessions={[session]}
    problem={undefined}
    busy={false}
    onRetry={() => undefined}
    empty={<EmptyState title="No sessions." />}
    {...given}
  />
);

describe("a table of sessions", () => {
  it("asks before a session ends, with when and from where it was used", async () => {
    await renderPart(table());
    await userEvent.click(
      screen.getByRole("button", { name: "End the session on Firefox on macOS" }),
    );

    expect(screen.getByRole("alertdialog").textContent).toContain("from 10.0.4.7");
  });

  it("marks this session and those that began since the last look", async () => {
    const sessions = [{ ...session, id: "bbbbbbbbbb", current: true }, session];
    await renderPart(table({ sessions, seenAt: Date.parse("2026-11-12T00:00:00Z") }));

    expect(screen.getByText("This session")).toBeTruthy();
    expect(screen.getAllByText("New")).toHaveLength(2);
    expect(screen.getByRole("button", { name: "Sign out of this session" })).toBeTruthy();
  });

  it("is only read by whoever may not end sessions", async () => {
    await renderPart(table({ mayEnd: false }));

    expect(screen.queryByRole("button", { name: /^End/ })).toBeNull();
  });

  it("waits, is empty, and fails with the request to name", async () => {
    await renderPart(table({ sessions: undefined }));
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    await renderPart(table({ sessions: [] }));
    expect(screen.getByText("No sessions.")).toBeTruthy();
    cleanup();

    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(table({ sessions: undefined, problem }));
    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });

  it("is looked into by the keys: every time to the second with its zone, also where none may be ended", async () => {
    const other = { ...session, id: "bbbbbbbbbb", device: "coder CLI", kind: "cli" as const };
    await renderPart(table({ sessions: [session, other], mayEnd: false }));
    await userEvent.keyboard("j ");

    const peek = screen.getByRole("complementary", { name: "Firefox on macOS" });
    expect(peek.textContent).toMatch(/Started.*12 November 2026, \d\d:02:31 \S+/);
    expect(peek.textContent).toMatch(/Expires.*13 November 2026, \d\d:02:31 \S+/);
    expect(peek.textContent).toContain("Mozilla/5.0");

    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("complementary", { name: "coder CLI" })).toBeTruthy();
  });
});
