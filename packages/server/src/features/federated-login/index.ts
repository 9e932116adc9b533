export { createSignIn } from "./providers.ts";
export { createLinkRefresher } from "./refresh.ts";
