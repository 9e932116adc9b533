export { rotateSigningKeys } from "./convert-keys.ts";
export { reencryptLinks } from "./reencrypt.ts";
export { repairLinksAtStart } from "./repair.ts";
