import { builtInRoles, publicScopes, resourceTypes, systemRoleNames } from "@gatehouse/rbac";
import { describe, expect, it } from "vitest";
import { permissionsPage } from "./permissions.ts";

const page = permissionsPage();

describe("the page of permissions", () => {
  it("names every role, resource and scope", () => {
    const roles = [...builtInRoles.map(({ name }) => name), ...systemRoleNames];

    for (const name of [...roles, ...resourceTypes, ...publicScopes]) {
      expect(page).toContain(`\`${name}\``);
    }
  });

  it("tells own objects, refusals and what reaches beyond the organization apart", () => {
    const row = (resource: string) =>
      page.split("\n").filter((line) => line.startsWith(`| \`${resource}\` |`));

    expect(row("user")[0]).toContain("own: read, read_personal, update_personal");
    expect(row("user")[1]).toContain("everywhere: read");
    expect(row("workspace")[1]).toContain("**never** create, delete, create_agent, delete_agent");
  });

  it("shows what the switches of the deployment take away", () => {
    expect(page).toMatch(
      /`--disable-workspace-sharing` \| `member` \| `workspace`: \*\*never\*\* share/,
    );
    expect(page).toMatch(/`--disable-owner-workspace-access` \| `owner` \| `workspace`: (?!.*ssh)/);
  });
});
