export { reencryptRows } from "./reencrypt.ts";
export { neededKeys, registerEncryptionKeys } from "./register.ts";
