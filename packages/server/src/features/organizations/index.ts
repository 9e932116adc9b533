export {
  defaultOrganizationId,
  findOrganization,
  insertMemberships,
  listOrganizationIds,
  missingOrganizations,
  organizationConstraints,
  setMembershipRoles,
} from "./store.ts";
export { reconcileSystemRoles } from "./system-roles.ts";
