export { registerEncryptionKeys } from "./register.ts";
