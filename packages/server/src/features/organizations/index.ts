export {
  defaultOrganizationId,
  listOrganizationIds,
  missingOrganizations,
  setMembershipRoles,
} from "./store.ts";
