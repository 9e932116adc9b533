import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";
import { labelOf } from "./labels.ts";

/** A role as it is listed to whoever is signed in. */
export type Role = Answer<"listSiteRoles">[number];

/** The site roles, and which of them whoever is signed in may assign. */
export const siteRolesQuery = queryOptions({
  queryKey: ["catalog", "site-roles"],
  queryFn: ({ signal }) => api.call("listSiteRoles", {}, { signal }),
  staleTime: 5 * 60_000,
});

/** A role of an organization, as it is listed to whoever is signed in. */
export type OrganizationRole = Answer<"listOrgRoles">[number];

/** The roles of an organization, and which of them whoever is signed in may give. */
export function organizationRolesQuery(organizationId: string) {
  return queryOptions({
    queryKey: organizationRolesKey(organizationId),
    queryFn: ({ signal }) =>
      api.call("listOrgRoles", { params: { organization: organizationId } }, { signal }),
  });
}

/** The cache key of an organization's roles; invalidated when one of them changed. */
export function organizationRolesKey(organizationId: string) {
  return ["organization-roles", organizationId] as const;
}

const meanings: Readonly<Record<string, string>> = {
  owner: "Everything, in every organization.",
  "user-admin": "Creates and changes users, groups and their memberships.",
  "template-admin": "Manages templates and sees every workspace.",
  auditor: "Reads the audit log, users and the configuration. Changes nothing.",
  member: "What every user holds.",
  "agents-access": "Uses AI agents.",
  "organization-admin": "Everything in the organization.",
  "organization-auditor": "Reads the organization's audit log. Changes nothing.",
  "organization-user-admin": "Manages the organization's members and groups.",
  "organization-template-admin": "Manages the organization's templates and sees its workspaces.",
  "organization-workspace-creation-ban": "Takes away the right to create workspaces.",
};

/** What a role is for, in one sentence; empty for roles that we have no words for. */
export function roleMeaning(name: string): string {
  return meanings[name] ?? "";
}

/** What a role is called on screen. */
export const roleLabel = labelOf;
