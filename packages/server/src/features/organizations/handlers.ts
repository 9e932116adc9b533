export { createOrganization } from "./create.ts";
export { deleteOrganization } from "./delete.ts";
export { getOrganization, listOrganizations } from "./read.ts";
export { getWorkspaceSharingSettings, updateWorkspaceSharingSettings } from "./sharing.ts";
export { updateOrganization } from "./update.ts";
export { getUserOrganization, getUserRoles, listUserOrganizations } from "./user-organizations.ts";
