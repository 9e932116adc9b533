import {
  actionsOf,
  builtInRoles,
  expandScope,
  type KnownRoleDefinition,
  orgRole,
  orgRoleNames,
  type Permission,
  publicScopes,
  type ResourceType,
  resourceTypes,
  type SharingMode,
  sharingModes,
  siteRole,
  siteRoleNames,
  systemRole,
  systemRoleNames,
} from "@gatehouse/rbac";
import { markdownPage, markdownTable } from "./markdown.ts";

/**
 * The contents of `docs/reference/permissions.md`: what each built-in role may do, the resources with their actions,
 * and the scopes that a key may ask for. Made from the tables of rbac alone; every variant of a role appears.
 */
export function permissionsPage(): string {
  const chapters = [
    siteChapter(),
    switchChapter(),
    organizationChapter(),
    ...sharingModes.map(impliedChapter),
    resourceChapter(),
    scopeChapter(),
  ];
  return markdownPage({
    source: "the tables of `packages/rbac`",
    title: "Permissions",
    introduction: [
      "A permission is a resource and an action, written `user:read`. In the tables, *all* means every action of the " +
        "resource, *own* limits what follows to objects that belong to the caller, and an empty cell gives nothing.",
      "What a role of the deployment gives or denies (**never**) is final. Then come, in this order, a caller's own " +
        "objects outside organizations, the roles of the object's organization, and the caller's own objects in it. " +
        "Within one of these steps a denial wins over a grant, whichever role it comes from. Access lists of single " +
        "objects add to all this.",
    ].join("\n\n"),
    blocks: chapters.flat(),
  });
}

function siteChapter(): string[] {
  const roles = siteRoleNames.map((name) => siteRole(name, switchesOff)).filter(isDefined);
  return [
    "## Roles of the deployment",
    "Everybody holds `member`; the others are assigned. They apply in every organization.",
    roleTable(roles, ["site", "user"]),
  ];
}

const switchesOff = { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false };
const switchesOn = { disableOwnerWorkspaceAccess: true, disableWorkspaceSharing: true };
const switchOfRole: ReadonlyMap<string, string> = new Map([
  ["owner", "disable-owner-workspace-access"],
  ["member", "disable-workspace-sharing"],
]);

/** Roles that occur twice among the built-in ones change their contents with a switch of the deployment. */
function switchChapter(): string[] {
  const names = siteRoleNames.filter(
    (name) => builtInRoles.filter((role) => role.name === name).length > 1,
  );
  const rows = names.flatMap((name) => {
    const off = siteRole(name, switchesOff);
    const on = siteRole(name, switchesOn);
    if (off === undefined || on === undefined) return [];
    const changed = resourceTypes
      .filter((type) => cellOf(off, type, ["site", "user"]) !== cellOf(on, type, ["site", "user"]))
      .map((type) => `\`${type}\`: ${cellOf(on, type, ["site", "user"])}`);
    const option = switchOfRole.get(name);
    if (option === undefined) throw new Error(`no switch is known for the variants of ${name}`);
    return [[`\`--${option}\``, `\`${name}\``, changed.join("<br>")]];
  });
  return [
    "### Switches that change them",
    markdownTable(["Option", "Role", "Then the role gives"], rows),
  ];
}

function organizationChapter(): string[] {
  const roles = orgRoleNames.map((name) => orgRole(name)).filter(isDefined);
  return [
    "## Roles of an organization",
    "Assigned to members; they apply in that organization. *everywhere* marks what reaches beyond it.",
    roleTable(roles, ["org", "member"]),
  ];
}

const sharingTexts: Readonly<Record<SharingMode, string>> = {
  everyone: "everybody may share workspaces",
  service_accounts: "only service accounts may share workspaces",
  none: "nobody may share workspaces",
};

function impliedChapter(mode: SharingMode): string[] {
  const roles = systemRoleNames.map((name) => systemRole(name, mode));
  return [
    `## Implied roles: ${sharingTexts[mode]}`,
    `Held by every member of an organization whose workspace sharing is \`${mode}\`: people hold the first, ` +
      "service accounts the second.",
    roleTable(roles, ["org", "member"]),
  ];
}

function roleTable(
  roles: readonly KnownRoleDefinition[],
  levels: readonly [LevelName, LevelName],
): string {
  const rows = resourceTypes.flatMap((type) => {
    const cells = roles.map((role) => cellOf(role, type, levels));
    return cells.every((cell) => cell === "") ? [] : [[`\`${type}\``, ...cells]];
  });
  return markdownTable(["Resource", ...roles.map(({ name }) => `\`${name}\``)], rows);
}

type LevelName = "site" | "user" | "org" | "member";

function cellOf(
  role: KnownRoleDefinition,
  type: ResourceType,
  [wide, own]: readonly [LevelName, LevelName],
): string {
  const parts = [
    actionsText(role[wide], type, ""),
    actionsText(role[own], type, "own: "),
    wide === "org" ? actionsText(role.site, type, "everywhere: ") : "",
    wide === "org" ? actionsText(role.user, type, "own, everywhere: ") : "",
  ];
  return parts.filter((part) => part !== "").join("<br>");
}

function actionsText(
  permissions: readonly Permission[],
  type: ResourceType,
  prefix: string,
): string {
  const of = (negate: boolean) =>
    listText(
      permissions.filter((permission) => permission.negate === negate),
      type,
    );
  const parts = [of(false), of(true) === "" ? "" : `**never** ${of(true)}`];
  const text = parts.filter((part) => part !== "").join("; ");
  return text === "" ? "" : `${prefix}${text}`;
}

function listText(permissions: readonly Permission[], type: ResourceType): string {
  const given = permissions.filter(
    ({ resourceType }) => resourceType === type || resourceType === "*",
  );
  const actions = actionsOf(type).filter((action) =>
    given.some((permission) => permission.action === action || permission.action === "*"),
  );
  return actions.length === actionsOf(type).length ? "all" : actions.join(", ");
}

function resourceChapter(): string[] {
  const rows = resourceTypes.map((type) => [`\`${type}\``, actionsOf(type).join(", ")]);
  return ["## Resources and their actions", markdownTable(["Resource", "Actions"], rows)];
}

function scopeChapter(): string[] {
  const rows = publicScopes.map((name) => [`\`${name}\``, scopeText(name)]);
  return [
    "## Scopes of API keys",
    "A key may do what its owner may and one of its scopes covers. These scopes can be requested:",
    markdownTable(["Scope", "Covers"], rows),
  ];
}

function scopeText(name: string): string {
  const permissions = expandScope(name) ?? [];
  if (permissions.some(({ resourceType }) => resourceType === "*")) return "everything";
  const types = [...new Set(permissions.map(({ resourceType }) => resourceType))];
  const parts = types.map((type) => {
    const actions = permissions
      .filter(({ resourceType }) => resourceType === type)
      .map(({ action }) => (action === "*" ? "all" : action));
    return `\`${type}\`: ${actions.join(", ")}`;
  });
  return parts.join("<br>");
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
