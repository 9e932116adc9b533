import { expect, it } from "vitest";
import {
  apiKeyObject,
  assignRoleObject,
  groupMemberObject,
  groupObject,
  memberObject,
  organizationObject,
  orgObject,
  ownedObject,
  siteObject,
  templateObject,
  userObject,
  workspaceObject,
} from "./objects.ts";

const acls = { aclUser: { u: ["read"] }, aclGroup: { g: ["use"] } };
const workspace = { id: "w", owner: "u", org: "o", ...acls };

it.each([
  ["site", siteObject("license"), { type: "license" }],
  ["owned", ownedObject("user_secret", "u", "i"), { type: "user_secret", owner: "u", id: "i" }],
  ["organization's", orgObject("audit_log", "o", "i"), { type: "audit_log", org: "o", id: "i" }],
  ["user", userObject("u"), { type: "user", id: "u", owner: "u" }],
  ["key", apiKeyObject("u", "k"), { type: "api_key", owner: "u", id: "k" }],
  ["organization", organizationObject("o"), { type: "organization", id: "o", org: "o" }],
  [
    "member",
    memberObject("o", "u"),
    { type: "organization_member", id: "u", owner: "u", org: "o" },
  ],
  ["new member", memberObject("o"), { type: "organization_member", org: "o" }],
  ["group", groupObject("o", "g"), { type: "group", id: "g", org: "o", aclGroup: { g: ["read"] } }],
  [
    "member of a group",
    groupMemberObject("o", "u"),
    { type: "group_member", id: "u", owner: "u", org: "o" },
  ],
  ["roles of the site", assignRoleObject(), { type: "assign_role" }],
  ["roles of an organization", assignRoleObject("o"), { type: "assign_org_role", org: "o" }],
  [
    "template",
    templateObject({ id: "t", org: "o", ...acls }),
    { type: "template", id: "t", org: "o", ...acls },
  ],
  [
    "workspace",
    workspaceObject({ ...workspace, dormant: false }),
    { type: "workspace", ...workspace },
  ],
  [
    "dormant workspace",
    workspaceObject({ ...workspace, dormant: true }),
    { type: "workspace_dormant", id: "w", owner: "u", org: "o" },
  ],
])("a %s has the attributes of spec authorization §5.1", (_name, object, expected) => {
  expect(object).toEqual(expected);
});
