import { expect, it } from "vitest";
import { aliasOf } from "./aliases.ts";

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
