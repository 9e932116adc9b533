export { activateDormant, activateDormantUser } from "./activation.ts";
export { type Bookkeeping, createBookkeeping } from "./bookkeeping.ts";
export { IdentityCache } from "./cache.ts";
export { type Identified, identify } from "./identify.ts";
export { identityFromRow } from "./identity.ts";
export { readIdentity } from "./store.ts";
