import type { Secret } from "../secrets.ts";
import { ConfigError } from "./config-error.ts";
import { checkConfig } from "./cross-checks.ts";
import { defaultDataDir } from "./data-dir.ts";
import { type FlagTexts, parseFlags } from "./flags.ts";
import { configKey, envName, type OptionData, peerEnvNames, type SupportLink } from "./option.ts";
import { type Option, type OptionName, options } from "./options.ts";
import { readValue } from "./values.ts";

export { ConfigError } from "./config-error.ts";

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the value of an option came from. */
export type ValueSource = "flag" | "env" | "default";

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

type KeyOf<O extends Option> = O["type"] extends "duration"
  ? `${CamelCase<O["name"]>}Ms`
  : CamelCase<O["name"]>;

interface PlainValues {
  string: string;
  int: number;
  bool: boolean;
  duration: number;
  url: string;
  list: string[];
  map: Record<string, string>;
  links: SupportLink[];
  enum: string;
  hostport: { host: string; port: number };
}

type ValueOf<O extends Option> = O extends { readonly values: readonly (infer V)[] }
  ? V
  : O extends { readonly secret: true; readonly type: "list" }
    ? Secret[]
    : O extends { readonly secret: true }
      ? Secret
      : O extends { readonly type: "bool"; readonly default: "" }
        ? boolean | null
        : PlainValues[O["type"]];

/** The values of all options: camel case keys, durations in milliseconds under `…Ms`, empty URLs `""`. */
export type ConfigValues = { readonly [O in Option as KeyOf<O>]: ValueOf<O> };

/** The configuration, read once at start. */
export type Config = ConfigValues & {
  /** For the log at start: what the operator may not have meant. Without secrets. */
  readonly notices: string[];
  readonly sources: Readonly<Record<OptionName, ValueSource>>;
};

/** Where the configuration is read from. */
export interface ConfigInput {
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Environment;
}

/**
 * Reads and checks all options: flag before `GATEHOUSE_…` before `CODER_…` before default.
 *
 * A flag of a list adds up when repeated, of others the last one counts. An empty variable counts as
 * not set (spec deployment §15.1).
 *
 * @throws ConfigError for the first value that cannot be meant, naming option and source.
 */
export function loadConfig({ argv, env }: ConfigInput): Config {
  const flags = parseFlags(argv, options);
  const values: Record<string, unknown> = {};
  const sources: Record<string, ValueSource> = {};
  const notices = unknownVariables(env);
  for (const option of options) {
    const given = givenValue(option, flags, env);
    values[configKey(option)] = given.value;
    sources[option.name] = given.source;
    notices.push(...shadowedVariables(option, env));
  }
  if (values["dataDir"] === "") values["dataDir"] = defaultDataDir(env);
  // Sound because keys and readers follow from the same table as the type; the tests hold them together.
  const draft: Record<string, unknown> = { ...values, sources, notices };
  const config = draft as Config;
  return { ...config, notices: [...notices, ...checkConfig(config)] };
}

interface Given {
  readonly value: unknown;
  readonly source: ValueSource;
}

function givenValue(option: OptionData, flags: FlagTexts, env: Environment): Given {
  const texts = flags.get(option.name);
  if (texts !== undefined) return { value: flagValue(option, texts), source: "flag" };
  const variable = variables(option).find((name) => isSet(env, name));
  const text = variable === undefined ? undefined : env[variable];
  if (variable !== undefined && text !== undefined) {
    return { value: read(option, text, variable), source: "env" };
  }
  return { value: read(option, option.default, "the default"), source: "default" };
}

function flagValue(option: OptionData, texts: readonly string[]): unknown {
  const values = texts.map((text) => read(option, text, `--${option.name}`));
  return option.type === "list" ? values.flat() : values.at(-1);
}

function read(option: OptionData, text: string, source: string): unknown {
  const reading = readValue(text, option);
  if ("value" in reading) return reading.value;
  throw new ConfigError(`${option.name}: the value of ${source} ${reading.problem}`);
}

function variables(option: OptionData): readonly string[] {
  return [envName(option), ...peerEnvNames(option)];
}

function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && env[name] !== "";
}

function shadowedVariables(option: OptionData, env: Environment): string[] {
  const [used, ...others] = variables(option).filter((name) => isSet(env, name));
  return others.map((name) => `${name} is ignored because ${used} is set`);
}

function unknownVariables(env: Environment): string[] {
  const known = new Set(options.map(envName));
  return Object.keys(env)
    .filter((name) => name.startsWith("GATEHOUSE_") && isSet(env, name) && !known.has(name))
    .map((name) => `${name} is not an option`);
}
