import { describe, expect, it } from "vitest";
import { contentsOf, countText, isGrave, permissionsOf, refusedPermission } from "./contents.ts";
import { editableRows, warningOf } from "./resources.ts";

const grant = (resource_type: string, action: string) => ({ negate: false, resource_type, action });

describe("the contents of a role", () => {
  it("expands wildcards to what the grid can show", () => {
    const { selected } = contentsOf([grant("group", "*"), grant("*", "share")]);

    expect([...selected].sort()).toEqual([
      "group:create",
      "group:delete",
      "group:read",
      "group:update",
      "workspace:share",
      "workspace_dormant:share",
    ]);
  });

  it("tells grants on types of the deployment apart: they do nothing in an organization role", () => {
    const contents = contentsOf([grant("deployment_config", "read"), grant("group", "read")]);

    expect(contents.withoutEffect).toEqual(["deployment_config:read"]);
    expect([...contents.selected]).toEqual(["group:read"]);
  });

  it("never shows a refusal as a grant", () => {
    const ban = { negate: true, resource_type: "workspace", action: "create" };

    expect(contentsOf([ban])).toEqual({
      selected: new Set(),
      withoutEffect: [],
      refusals: ["workspace:create"],
    });
  });

  it("makes equal requests of equal sets, whatever the order of the clicks", () => {
    const one = permissionsOf(new Set(["group:read", "template:use"]));
    const other = permissionsOf(new Set(["template:use", "group:read"]));

    expect(one).toEqual(other);
    expect(contentsOf(one).selected).toEqual(new Set(["group:read", "template:use"]));
  });

  it("counts permissions and resources", () => {
    expect(countText(new Set(["group:read"]))).toBe("1 permission on 1 resource");
    expect(countText(new Set(["group:read", "group:update", "task:read"]))).toBe(
      "3 permissions on 2 resources",
    );
  });
});

describe("what makes the console ask once more", () => {
  it("is a gain of update, delete or assign, not one of read", () => {
    expect(isGrave([{ actions: ["read", "use"] }])).toBe(false);
    expect(isGrave([{ actions: ["read"] }, { actions: ["assign"] }])).toBe(true);
  });
});

describe("the words of the editor", () => {
  it("finds the permission that the server refused", () => {
    const detail = `"workspace:ssh" is not among your own permissions in this organization`;

    expect(refusedPermission(detail)).toEqual(["workspace:ssh", detail]);
    expect(refusedPermission("must be empty")).toBeUndefined();
  });

  it("know every type that carries an organization, each with actions and a meaning", () => {
    expect(editableRows).toHaveLength(16);
    for (const row of editableRows) {
      expect(row.actions.length, row.resource).toBeGreaterThan(0);
      expect(row.meaning, row.resource).not.toBe("");
    }
  });

  it("warn of what reaches everybody, and name the place", () => {
    expect(warningOf("template:delete", "Design")).toBe("removes templates for everyone in Design");
    expect(warningOf("template:read", "Design")).toBeUndefined();
  });
});
