export * from "./acl-roles.ts";
export type { AllowEntry, AllowListResult } from "./allow-list.ts";
export {
  allowEverything,
  allowListCovers,
  formatAllowEntry,
  intersectAllowLists,
  maxAllowEntries,
  parseAllowEntry,
  readAllowList,
} from "./allow-list.ts";
export * from "./assign.ts";
export * from "./builtin-roles.ts";
export * from "./custom-role.ts";
export { decide, decideUnchecked } from "./decide.ts";
export * from "./effective.ts";
export * from "./escalation.ts";
export * from "./explain.ts";
export * from "./filter.ts";
export type { CustomRoleRow, HeldRole, MembershipInput } from "./held-roles.ts";
export * from "./internal-subjects.ts";
export * from "./objects.ts";
export * from "./reserved-names.ts";
export * from "./resources.ts";
export * from "./role-identifier.ts";
export * from "./role-listing.ts";
export * from "./roles.ts";
export * from "./scopes.ts";
export type {
  RoleSubjectInput,
  Subject,
  SubjectInput,
  SubjectResult,
} from "./subject.ts";
export { makeSubject, subjectFromRoles } from "./subject.ts";
export type { ScopeError, SubjectScope } from "./subject-scope.ts";
export * from "./system-roles.ts";
export * from "./uuid.ts";
