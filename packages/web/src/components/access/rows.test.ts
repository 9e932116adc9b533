import { expect, test } from "vitest";
import type { Permissions } from "./question.ts";
import { accessPlaces, matchingPlaces, placeName } from "./rows.ts";

const design = "d0000000-0000-4000-8000-000000000001";
const permissions: Permissions = {
  user_id: "u0000000-0000-4000-8000-000000000001",
  status: "active",
  groups: [],
  roles: [
    {
      name: "organization-workspace-creation-ban",
      display_name: "Workspace Creation Ban",
      organization_id: design,
      implied: false,
      permissions: [
        { level: "member", negate: true, resource_type: "workspace", action: "create" },
        { level: "org", negate: true, resource_type: "workspace", action: "create" },
      ],
    },
  ],
  effective: [
    { target: "site", resource_type: "user", actions: ["read"] },
    {
      target: "org_own",
      organization_id: design,
      resource_type: "workspace",
      actions: ["read", "start"],
    },
  ],
};
const nameOf = () => "Design";

test("what a role takes away stands beside what is granted there, with the role", () => {
  const places = accessPlaces(permissions);

  expect(places.map((place) => placeName(place, nameOf))).toEqual([
    "Everywhere",
    "Own in Design",
    "In Design",
  ]);
  expect(places[1]?.rows).toEqual([
    {
      resource: "workspace",
      actions: ["read", "start"],
      denied: [{ action: "create", role: "Workspace Creation Ban" }],
    },
  ]);
  // A row of refusals alone is shown as well.
  expect(places[2]?.rows[0]).toMatchObject({ resource: "workspace", actions: [] });
});

test("a filter finds what is denied, too", () => {
  const found = matchingPlaces(accessPlaces(permissions), "create");

  expect(found.map((place) => placeName(place, nameOf))).toEqual(["Own in Design", "In Design"]);
});
