import { useQuery } from "@tanstack/react-query";
import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderPart } from "../../../testing/render.tsx";
import { GroupChips } from "./group-chips.tsx";
import { userGroupsQuery } from "./queries.ts";
import { useGroupChange } from "./use-group-change.ts";

const mara = { id: "6a1f6d0e-0000-4000-8000-000000000003", username: "mara" };

const design = {
  id: "6a1f6d0e-0000-4000-8000-000000000001",
  name: "design",
  display_name: "Design",
  description: "",
  icon: "",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  is_default: false,
  default_org_member_roles: [],
};

const group = (at: number, name: string) => ({
  id: `6a1f6d0e-0000-4000-8000-00000000001${at}`,
  name,
  display_name: "",
  organization_id: design.id,
  organization_name: "design",
  organization_display_name: "Design",
  members: [],
  total_member_count: 4,
  avatar_url: "",
  quota_allowance: 0,
  source: "user",
});

/** What the server answers to a change. */
let refuse: () => Response;

beforeEach(() => {
  vi.stubGlobal("fetch", async (_address: string, init: RequestInit) =>
    init.method === "GET" ? Response.json([group(1, "ux"), group(2, "ops")]) : refuse(),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Groups() {
  const { data = [] } = useQuery(userGroupsQuery(mara.id));
  const { change, failed } = useGroupChange(mara);
  return (
    <GroupChips
      username="mara"
      organization={design}
      groups={data}
      mayChange
      failed={failed}
      onChange={change}
    />
  );
}

test.each([
  ["the request", () => Response.json({ message: "Forbidden." }, { status: 403 })],
  [
    "its only entry",
    () => Response.json({ results: [{ index: 0, status: "refused", message: "Not now." }] }),
  ],
])("a group stays and is marked when the server refuses %s", async (_what, answer) => {
  refuse = answer;
  await renderPart(<Groups />);
  const leave = () => screen.getByRole("button", { name: "Remove group ux" });
  await screen.findByText("ux");
  const chips = () => ["ux", "ops"].map((name) => screen.getByText(name).parentElement?.className);
  expect(chips().join(" ")).not.toContain("bg-danger-bg");

  await userEvent.click(leave());

  await waitFor(() => expect(chips()[0]).toContain("bg-danger-bg"));
  expect(chips()[1]).not.toContain("bg-danger-bg");
  expect(leave()).toBeTruthy();
});
