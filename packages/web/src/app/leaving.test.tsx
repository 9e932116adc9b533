import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isLeaving } from "../lib/leave.ts";
import { closeConsole, openConsole } from "../testing/console.tsx";

/** What another tab of this browser hears. */
const heard: unknown[] = [];
let tab: BroadcastChannel;

beforeEach(() => {
  heard.length = 0;
  tab = new BroadcastChannel("gh.session");
  tab.onmessage = ({ data }) => heard.push(data);
  vi.spyOn(location, "assign").mockImplementation(() => undefined);
});
afterEach(async () => {
  tab.close();
  vi.restoreAllMocks();
  await closeConsole();
});

/** The page is left for good, without a question about what is not saved, and the other tabs know. */
async function seeLeft(address: string): Promise<void> {
  await waitFor(() => expect(location.assign).toHaveBeenCalledWith(address));
  expect(isLeaving()).toBe(true);
  await waitFor(() => expect(heard).toEqual(["signed-out"]));
}

test("ending the current session from the list tells the other tabs", async () => {
  const now = new Date().toISOString();
  const current = {
    id: "s-1",
    device: "Firefox on Linux",
    user_agent: "",
    ip_address: "10.0.4.7",
    current: true,
    kind: "browser",
    created_at: now,
    last_used: now,
    expires_at: now,
    login_type: "password",
  };
  openConsole("/settings/sessions", {
    "GET /users/me/sessions": { sessions: [current], count: 1, cli_lifetime_seconds: 86_400 },
    "DELETE /users/me/sessions/s-1": {},
  });
  const row = await screen.findByRole("row", { name: /Firefox on Linux/ });
  await userEvent.click(within(row).getByRole("button", { name: /Sign out/ }));
  const dialog = await screen.findByRole("alertdialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Sign out" }));

  await seeLeft("/login?notice=signed-out");
});

test("a changed password tells the other tabs", async () => {
  openConsole("/settings/security", {
    "PUT /users/me/password": {},
    "POST /users/validate-password": { valid: true, details: "" },
  });
  await userEvent.type(await screen.findByLabelText("Current password"), "River-copper-8321");
  await userEvent.type(screen.getByLabelText("New password"), "Stone-violet-2947-lamp{Enter}");

  await seeLeft("/login?notice=password-changed&local=1");
});
