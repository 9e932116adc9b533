export { createCustomRole } from "./create.ts";
export { deleteCustomRole } from "./delete.ts";
export { listOrgRoles } from "./org-roles.ts";
export { listSiteRoles } from "./site-roles.ts";
export { updateCustomRole } from "./update.ts";
