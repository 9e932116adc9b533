import { canonicalUuid } from "./uuid.ts";

/** A role named at its level. */
export interface RoleIdentifier {
  readonly name: string;
  /** Null for a role of the site. */
  readonly organizationId: string | null;
}

/**
 * Reads `name` or `name:<org uuid>`; null when the name is empty, there is a second colon or the
 * suffix is no UUID (spec authorization §5.2).
 */
export function parseRoleIdentifier(text: string): RoleIdentifier | null {
  const [name = "", suffix, ...more] = text.split(":");
  if (name === "" || more.length > 0) return null;
  if (suffix === undefined) return { name, organizationId: null };
  const organizationId = canonicalUuid(suffix);
  return organizationId === null ? null : { name, organizationId };
}

/** Writes a role name with its organization, if any. */
export function formatRoleIdentifier(role: RoleIdentifier): string {
  return role.organizationId === null ? role.name : `${role.name}:${role.organizationId}`;
}
