export * from "./allow-list.ts";
export * from "./builtin-roles.ts";
export { decide, decideUnchecked } from "./decide.ts";
export * from "./filter.ts";
export type { CustomRoleRow, HeldRole, MembershipInput } from "./held-roles.ts";
export * from "./objects.ts";
export * from "./resources.ts";
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
