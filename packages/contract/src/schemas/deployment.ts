import { anyJson, bool, list, map, object, oneOf, optional, text } from "../schema.ts";
import { deploymentValues } from "./deployment-values.ts";

/** Where the value of an option can come from; `""` = from nowhere (spec deployment §3.7). */
export const valueSources = ["", "flag", "env", "yaml", "default"] as const;

const groupFields = {
  name: text({ description: "Heading; the console finds options by it." }),
  yaml: text({ description: "Key of the section in a YAML file." }),
  description: text({ description: "What the options under it are about." }),
};

const outermostGroup = object(
  { ...groupFields, parent: optional(anyJson({ description: "Not in use." })) },
  { description: "The heading above; omitted when there is none." },
);

const outerGroup = object(
  { ...groupFields, parent: optional(outermostGroup) },
  { description: "The heading above; omitted when there is none." },
);

const optionGroup = object(
  { ...groupFields, parent: optional(outerGroup) },
  { description: "The heading that an option stands under." },
);

const optionFields = {
  name: text({ description: "Name for people; the console finds options by it." }),
  description: text({ description: "What the option does." }),
  required: bool({ description: "Always false: every option has a default." }),
  flag: text({ description: "Flag without the dashes." }),
  flag_shorthand: text({ description: "One-letter flag; always empty." }),
  env: text({ description: "Environment variable." }),
  yaml: text({ description: "Key in a YAML file." }),
  default: text({ description: "Value without any setting, as an operator writes it." }),
  value: anyJson({ description: "Value in use; durations in nanoseconds, null for a secret." }),
  annotations: map(text({ description: "`true`." }), {
    description: "Marks: `secret`, `format_duration`, `enterprise`, `external_workspace_proxies`.",
  }),
  group: optional(optionGroup),
  hidden: bool({ description: "The option is not shown in the help." }),
  value_source: oneOf(valueSources, { description: "Where the value came from." }),
};

const replacementOption = object(
  {
    ...optionFields,
    use_instead: list(anyJson({ description: "Not in use." }), { description: "Always empty." }),
  },
  { description: "An option that replaces a deprecated one." },
);

/** One option of the server (spec deployment §3.7). */
export const deploymentOption = object(
  {
    ...optionFields,
    use_instead: list(replacementOption, { description: "What to use instead; always empty." }),
  },
  { name: "SerpentOption", description: "One option of the server." },
);

/** The answer of `GET /deployment/config` (spec deployment §3.7). */
export const deploymentConfig = object(
  {
    config: deploymentValues,
    options: list(deploymentOption, { description: "The options that this server has." }),
  },
  { name: "DeploymentConfig", description: "The configuration, without secrets." },
);
