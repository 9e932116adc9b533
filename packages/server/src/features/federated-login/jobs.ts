export { rotateSigningKeys } from "./convert-keys.ts";
