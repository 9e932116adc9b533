export { reencryptSshKeys } from "./reencrypt.ts";
