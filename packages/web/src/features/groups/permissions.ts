import type { Checks } from "../../lib/permissions.ts";

/** What the pages about groups ask within an organization. */
export const groupsChecks = {
  "groups.create": { action: "create", object: { resource_type: "group" } },
  "groups.update": { action: "update", object: { resource_type: "group" } },
  "groups.delete": { action: "delete", object: { resource_type: "group" } },
} as const satisfies Checks;

/** What they ask of the deployment: whether the page of a user can be opened. */
export const groupsSiteChecks = {
  "groups.readUsers": { action: "read", object: { resource_type: "user" } },
} as const satisfies Checks;
