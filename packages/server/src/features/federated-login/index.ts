export { createSignIn } from "./providers.ts";
export { createLinkRefresher } from "./refresh.ts";
export { forgetOtherIssuers, linksByIssuer } from "./repair.ts";
