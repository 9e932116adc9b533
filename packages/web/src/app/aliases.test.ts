import { expect, it } from "vitest";
import { aliasOf, ownNamePath } from "./aliases.ts";

it.each([
  ["/deployment/users", "/users"],
  ["/deployment/users/create", "/users/new"],
  ["/users/create", "/users/new"],
  ["/organizations/design/groups/create", "/organizations/design/groups/new"],
  ["/health", "/deployment/health"],
  ["/deployment/overview", "/deployment"],
  ["/deployment/notifications", "/deployment"],
  ["/deployment/groups", "/organizations/default/groups"],
  ["/groups/backend", "/organizations/default/groups/backend"],
  ["/settings", "/settings/account"],
  ["/workspaces", "/"],
  ["/templates", "/"],
])("%s shows %s", (path, target) => {
  expect(aliasOf(path, {})).toEqual({ path: target, search: {} });
});

it("the filter of a mail's link becomes the search of the page", () => {
  expect(aliasOf("/users", { filter: "status:dormant", page: "2" })).toEqual({
    path: "/users",
    search: { q: "status:dormant", page: "2" },
  });
});

it("pages of ours are shown as they are", () => {
  for (const path of ["/", "/users", "/users/mara/roles", "/users/creator", "/groupies"]) {
    expect(aliasOf(path, {})).toBeNull();
  }
  expect(
    aliasOf("/deployment/notifications", {}, new Set(["/deployment/notifications"])),
  ).toBeNull();
});

it("the default organization is shown under its own name", () => {
  const list = [
    { name: "design", is_default: false },
    { name: "coder", is_default: true },
  ];
  expect(ownNamePath("/organizations/default/groups/backend", list)).toBe(
    "/organizations/coder/groups/backend",
  );
  expect(ownNamePath("/organizations/default", list)).toBe("/organizations/coder");
  expect(ownNamePath("/organizations/defaults/groups", list)).toBeNull();
  expect(ownNamePath("/organizations/default/groups", [])).toBeNull();
  expect(
    ownNamePath("/organizations/default", [...list, { name: "default", is_default: false }]),
  ).toBeNull();
});
