import type { OptionKey, OptionSpec, OptionValue } from "./option.ts";
import { accessOptions } from "./options-access.ts";
import { aiOptions } from "./options-ai.ts";
import { githubOptions } from "./options-github.ts";
import { httpOptions } from "./options-http.ts";
import { messageOptions } from "./options-messages.ts";
import { oidcOptions } from "./options-oidc.ts";
import { oidcSyncOptions } from "./options-oidc-sync.ts";
import { serverOptions } from "./options-server.ts";

const rows = [
  ...serverOptions,
  ...httpOptions,
  ...accessOptions,
  ...aiOptions,
  ...oidcOptions,
  ...oidcSyncOptions,
  ...githubOptions,
  ...messageOptions,
] as const;

type Row = (typeof rows)[number];

/** The option table: the only list of settings; parser, help, reference page and API read it. */
export const options: readonly OptionSpec[] = rows;

/** The name of an option. */
export type OptionName = Row["name"];

/** The value of every option under its key; the keys follow from the table. */
export type OptionValues = { readonly [O in Row as OptionKey<O>]: OptionValue<O> };
