import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Organization } from "../../../lib/organization.ts";
import { renderPart } from "../../../testing/render.tsx";
import { GroupChips } from "./group-chips.tsx";
import { membershipRightsQuery, rightsIn, type UserGroup } from "./queries.ts";

afterEach(cleanup);

const design: Organization = {
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

const ux: UserGroup = {
  id: "6a1f6d0e-0000-4000-8000-000000000002",
  name: "ux",
  display_name: "UX research",
  organization_id: design.id,
  organization_name: "design",
  organization_display_name: "Design",
  members: [],
  total_member_count: 4,
  avatar_url: "",
  quota_allowance: 0,
  source: "user",
};

const chips = (given: Partial<Parameters<typeof GroupChips>[0]> = {}) => (
  <GroupChips
    username="mara"
    organization={design}
    groups={[ux]}
    mayChange
    failed={new Set()}
    onChange={() => undefined}
    {...given}
  />
);

describe("the groups of a user in an organization", () => {
  it("are left by one click, and offer others", async () => {
    const onChange = vi.fn();
    await renderPart(chips({ onChange }));

    await userEvent.click(screen.getByRole("button", { name: "Remove group ux research" }));

    expect(onChange).toHaveBeenCalledWith({ group: ux, action: "remove" });
    expect(screen.getByRole("button", { name: "Add mara to a group of Design" })).toBeTruthy();
  });

  it("are only read by whoever may not change them", async () => {
    await renderPart(chips({ mayChange: false }));

    expect(screen.getByText("UX research")).toBeTruthy();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("of the identity provider cannot be left here, and say why", async () => {
    await renderPart(chips({ groups: [{ ...ux, source: "oidc" }] }));

    expect(screen.queryByRole("button", { name: /^Remove/ })).toBeNull();
    expect(
      screen.getByRole("button", { name: /identity provider keeps the members/ }),
    ).toBeTruthy();
  });

  it("show a dash where there is none and none can be added", async () => {
    await renderPart(chips({ groups: [], mayChange: false }));

    expect(screen.getByRole("img", { name: "none" })).toBeTruthy();
  });
});

describe("the rights to change memberships", () => {
  it("are none until they are known, and those of each organization apart", () => {
    expect(rightsIn(undefined, design.id).remove).toBe(false);
    const known = new Map([[design.id, { assignRoles: true, changeGroups: false, remove: true }]]);
    expect(rightsIn(known, design.id)).toMatchObject({ assignRoles: true, remove: true });
    expect(rightsIn(known, "another").assignRoles).toBe(false);
  });

  it("are asked for in the place where the other permissions are, so that a change of roles asks anew", () => {
    expect(membershipRightsQuery([design.id]).queryKey[0]).toBe("permissions");
  });
});
