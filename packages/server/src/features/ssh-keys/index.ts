export { insertSshKey, type NewSshKey, newSshKey, openPrivateKey } from "./pairs.ts";
