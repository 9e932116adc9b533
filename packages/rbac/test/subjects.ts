import type { MembershipInput } from "../src/held-roles.ts";
import type { Subject, SubjectInput } from "../src/subject.ts";
import { makeSubject } from "../src/subject.ts";

export const orgId = "0a000000-0000-4000-8000-000000000001";
export const otherOrgId = "0a000000-0000-4000-8000-000000000002";
export const userId = "0b000000-0000-4000-8000-000000000001";
export const strangerId = "0b000000-0000-4000-8000-000000000002";
export const workspaceId = "0d000000-0000-4000-8000-000000000001";

/** A membership of `orgId` with sharing for everyone unless said otherwise. */
export function membership(
  roles: readonly string[] = [],
  changes: Partial<MembershipInput> = {},
): MembershipInput {
  return { id: orgId, roles, sharingMode: "everyone", isServiceAccount: false, ...changes };
}

/** Input of an active user without memberships and without a key, with the given changes. */
export function subjectInput(changes: Partial<SubjectInput> = {}): SubjectInput {
  return {
    id: userId,
    siteRoles: [],
    organizations: [],
    customRoles: [],
    groups: [],
    scopes: null,
    allowList: null,
    deployment: { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false },
    ...changes,
  };
}

/** The subject of `subjectInput`; throws when its key is unusable. */
export function subjectWith(changes: Partial<SubjectInput> = {}): Subject {
  const result = makeSubject(subjectInput(changes));
  if (!result.ok) throw new Error(result.error.code);
  return result.subject;
}
