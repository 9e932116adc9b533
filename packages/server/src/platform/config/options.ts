import { accessOptions } from "./options-access.ts";
import { httpOptions } from "./options-http.ts";
import { emailOptions, notificationOptions } from "./options-notifications.ts";
import { serverOptions } from "./options-server.ts";

/** Every option of the server, in the order of help and reference (spec deployment §15.1). */
export const options = [
  ...serverOptions,
  ...httpOptions,
  ...accessOptions,
  ...emailOptions,
  ...notificationOptions,
] as const;

/** One option of the table, with its literal name, type and values. */
export type Option = (typeof options)[number];

/** The name of an option. */
export type OptionName = Option["name"];
