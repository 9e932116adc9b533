export { checkAuthorization } from "./check.ts";
export { explainAuthorization } from "./explain.ts";
export { getUserPermissions } from "./permissions.ts";
