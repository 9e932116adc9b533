export {
  defaultOrganizationId,
  findOrganization,
  listOrganizationIds,
  missingOrganizations,
  setMembershipRoles,
} from "./store.ts";
