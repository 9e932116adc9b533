export { insertSshKey, type NewSshKey, newSshKey } from "./pairs.ts";
