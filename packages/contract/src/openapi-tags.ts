/** What the tags of endpoints stand for, in the order of the reference; tags that are missing here come last. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  General: "Versions, addresses, configuration and statistics of the deployment.",
  Authorization: "Signing in, passwords, tokens and permission checks.",
  Users: "People and service accounts, their settings and their keys.",
  Roles: "Built-in and custom roles.",
  Organizations: "Organizations and their settings.",
  Members: "Memberships of organizations and the roles in them.",
  Groups: "Named sets of members.",
  Notifications: "Messages, their templates and each user's preferences.",
  Audit: "Who changed what, and when.",
  Enterprise: "Entitlements, appearance and what organizations of many teams need.",
  WorkspaceProxies: "Regions and workspace proxies.",
  Applications: "Addresses of workspace apps.",
  Debug: "Health checks and diagnostics for operators.",
};

/** The tags in use in the order of the reference, unknown ones last by name. */
export function sortedTags(used: ReadonlySet<string>): string[] {
  const known = Object.keys(tagDescriptions);
  const unknown = [...used].filter((tag) => !known.includes(tag)).sort();
  return [...known.filter((tag) => used.has(tag)), ...unknown];
}
