import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { IssuersView, type IssuersViewProps, MoveIssuerDialog } from "./issuers-view.tsx";
import { Statistics } from "./statistics.tsx";

afterEach(cleanup);

const nothing = () => undefined;
const issuer = "https://login.acme.dev";

const props = (given: Partial<IssuersViewProps> = {}): IssuersViewProps => ({
  tabs: null,
  issuers: [{ issuer, links: 12 }],
  busy: false,
  problem: undefined,
  mayMove: true,
  onMove: nothing,
  onRetry: nothing,
  ...given,
});

describe("the issuers that users are linked with", () => {
  it("are listed with their users, and can be moved", async () => {
    const onMove = vi.fn();
    await renderPart(<IssuersView {...props({ onMove })} />);

    expect(screen.getByRole("row", { name: /login\.acme\.dev/ }).textContent).toContain("12");
    await userEvent.click(screen.getByRole("button", { name: /More actions/ }));
    await userEvent.click(screen.getByRole("menuitem", { name: /Move to another address/ }));

    expect(onMove).toHaveBeenCalledWith(issuer);
  });

  it("say that nobody is linked, that they wait, and that they did not load", async () => {
    await renderPart(<IssuersView {...props({ issuers: [] })} />);
    expect(screen.getByText("Nobody is linked with an identity provider yet.")).toBeTruthy();
    cleanup();

    await renderPart(<IssuersView {...props({ issuers: undefined })} />);
    expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
    cleanup();

    const problem = { message: "An internal error occurred.", requestId: "7f3c", fields: [] };
    await renderPart(<IssuersView {...props({ issuers: undefined, problem })} />);
    expect(screen.getByRole("alert").textContent).toContain("7f3c");
  });
});

describe("the move to another issuer", () => {
  const dialog = (given: Partial<Parameters<typeof MoveIssuerDialog>[0]> = {}) => (
    <MoveIssuerDialog
      from={issuer}
      pending={false}
      problem={undefined}
      plan={undefined}
      onCheck={nothing}
      onMove={nothing}
      onClose={nothing}
      {...given}
    />
  );

  it("is checked before it can be made", async () => {
    const onCheck = vi.fn();
    await renderPart(dialog({ onCheck }));

    expect(screen.queryByRole("button", { name: /^Move/ })).toBeNull();
    await userEvent.type(screen.getByLabelText("To"), "https://id.acme.dev");
    await userEvent.click(screen.getByRole("button", { name: "Check the move" }));

    expect(onCheck).toHaveBeenCalledWith("https://id.acme.dev");
  });

  it("is made for the address that was checked alone", async () => {
    const onMove = vi.fn();
    await renderPart(dialog({ onMove, plan: { to: "https://a.dev", links: 12, conflicts: 0 } }));
    const to = screen.getByLabelText("To");
    await userEvent.type(to, "https://a.dev");
    await userEvent.click(screen.getByRole("button", { name: "Move 12 users" }));
    expect(onMove).toHaveBeenCalledWith("https://a.dev");

    await userEvent.type(to, "x");
    expect(screen.getByRole("button", { name: "Check the move" })).toBeTruthy();
  });

  it("is refused while another user has one of the new ids", async () => {
    const onMove = vi.fn();
    await renderPart(dialog({ onMove, plan: { to: "https://a.dev", links: 12, conflicts: 1 } }));
    await userEvent.type(screen.getByLabelText("To"), "https://a.dev");
    await userEvent.click(screen.getByRole("button", { name: "Move 12 users" }));

    expect(onMove).not.toHaveBeenCalled();
    expect(screen.getByText(/Nothing would move/)).toBeTruthy();
  });
});

describe("the statistics of the deployment", () => {
  it("say what runs, that they wait, and that they did not load", async () => {
    const stats = {
      aggregated_from: "2026-11-12T13:00:00Z",
      collected_at: "2026-11-12T13:15:00Z",
      next_update_at: "2026-11-12T13:16:00Z",
      workspaces: {
        pending: 0,
        building: 1,
        running: 1_284,
        failed: 0,
        stopped: 3,
        connection_latency_ms: { P50: -1, P95: -1 },
        rx_bytes: 0,
        tx_bytes: 0,
      },
      session_count: { vscode: 7, ssh: 0, jetbrains: 0, reconnecting_pty: 0 },
    };
    await renderPart(<Statistics stats={stats} />);
    expect(screen.getByText("Workspaces running").nextSibling?.textContent).toBe("1,284");
    expect(screen.getByText("VS Code sessions").nextSibling?.textContent).toBe("7");
    cleanup();

    await renderPart(<Statistics stats={null} />);
    expect(screen.getByText("The statistics could not be loaded.")).toBeTruthy();
    cleanup();

    await renderPart(<Statistics stats={undefined} />);
    expect(screen.queryByText(/could not/)).toBeNull();
  });
});
