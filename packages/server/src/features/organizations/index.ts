export { defaultOrganizationId, missingOrganizations } from "./store.ts";
