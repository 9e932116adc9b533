export { forgetKey, secretsUnder } from "./forget.ts";
export type { SecretCounts } from "./forget-store.ts";
export { type Resealed, reencryptRows } from "./reencrypt.ts";
export { neededKeys, registerEncryptionKeys } from "./register.ts";
