export { getAuthMethods } from "./auth-methods.ts";
export { getDebugLink, getOidcClaims } from "./claims.ts";
export { convertLogin } from "./convert.ts";
export { githubCallback, githubDevice } from "./github.ts";
export { listOidcIssuers, migrateOidcIssuer } from "./issuers.ts";
export { listUserLinks, unlinkUser } from "./links.ts";
export { oidcCallback } from "./oidc.ts";
export { previewSync } from "./preview.ts";
