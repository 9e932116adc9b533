import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { crossFaults, crossNotices } from "./cross-checks.ts";
import { expandExperiments } from "./experiments.ts";
import { parseFlags } from "./flags.ts";
import { type OptionSpec, optionKey } from "./option.ts";
import { type OptionName, type OptionValues, options } from "./options.ts";
import { parseValue } from "./parse.ts";
import {
  type Environment,
  findGiven,
  type Given,
  unknownVariables,
  type ValueSource,
} from "./sources.ts";

/**
 * The settings of a process, read once at start and never changed.
 *
 * Every option stands under its name in camel case; durations are milliseconds under `…Ms`, with a fraction only
 * below a millisecond (all of Go's 64-bit durations fit). `accessUrl` is empty where none is configured.
 */
export type Config = OptionValues & {
  /** Where each value came from. */
  readonly sources: Readonly<Record<OptionName, ValueSource>>;
  /** Sentences for the log at start; none holds the value of an option. */
  readonly notices: readonly string[];
};

/** What a configuration is read from. */
export interface ConfigInput {
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** User id of the process; 0 has another data directory. Default: the real one. */
  readonly uid?: number;
  /** Home directory. Default: the real one. */
  readonly home?: string;
}

/** Settings that cannot be used: every fault, with the name of the option and where the value came from. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("; "));
    this.faults = faults;
  }
}

/**
 * Reads the configuration: flags win over `GATEHOUSE_*`, these over the peer's `CODER_*`, these over the defaults
 * (spec deployment §15.1).
 *
 * Throws `ConfigError` with all faults at once. Security: values of secrets and URLs are never part of a message.
 */
export function loadConfig(input: ConfigInput): Config {
  const notices: string[] = [];
  const flags = parseFlags(input.argv, options);
  const faults = [...flags.faults];
  const values: Record<string, unknown> = {};
  const sources: Record<string, ValueSource> = {};
  const origins = new Map<string, string>();
  for (const option of options) {
    const given = findGiven(option, flags.given, input.env, notices);
    const read = readGiven(option, given);
    if ("fault" in read) faults.push(`${nameOf(option, given.origin)} ${read.fault}`);
    else values[optionKey(option)] = read.value;
    sources[option.name] = given.source;
    origins.set(option.name, given.origin);
  }
  if (faults.length > 0) throw new ConfigError(faults);

  values["sources"] = sources;
  values["notices"] = notices;
  // The table and the mapped type say the same: one key for each row, typed by the row's reader.
  const read = values as Config;
  const crossed = crossFaults(read);
  if (crossed.length > 0) {
    throw new ConfigError(
      crossed.map(({ option, fault }) => `${option} (${origins.get(option)}) ${fault}`),
    );
  }
  return settle(read, [...notices, ...unknownVariables(options, input.env)], input);
}

/** Works out what depends on other options or on the machine. */
function settle(read: Config, notices: readonly string[], input: ConfigInput): Config {
  const { experiments, notices: unknown } = expandExperiments(read.experiments);
  return {
    ...read,
    dataDir: read.dataDir === "" ? defaultDataDir(input) : resolve(read.dataDir),
    logHuman: read.logHuman && !read.logJson,
    experiments,
    notices: [...notices, ...crossNotices(read), ...unknown],
  };
}

function readGiven(option: OptionSpec, given: Given): ReturnType<typeof parseValue> {
  if (option.type !== "list" && option.type !== "cidrs") {
    return withEcho(option, given.texts.at(-1) ?? "");
  }
  const items: unknown[] = [];
  for (const text of given.texts) {
    const parsed = withEcho(option, text);
    if ("fault" in parsed) return parsed;
    if (Array.isArray(parsed.value)) items.push(...parsed.value);
  }
  return { value: items };
}

const maxEcho = 80;

/** Repeats a wrong text in the fault, unless it may hold a secret. */
function withEcho(option: OptionSpec, text: string): ReturnType<typeof parseValue> {
  const parsed = parseValue(option, text);
  if (!("fault" in parsed) || option.secret || !echoed.has(option.type)) return parsed;
  return { fault: `${JSON.stringify(text.slice(0, maxEcho))} ${parsed.fault}` };
}

const echoed: ReadonlySet<string> = new Set([
  "enum",
  "int",
  "bool",
  "switch",
  "duration",
  "cidrs",
  "hostport",
]);

function nameOf(option: OptionSpec, origin: string): string {
  return `${option.name} (${origin}):`;
}

/** The XDG data directory of the user, or the system's for root (product §2). */
function defaultDataDir(input: ConfigInput): string {
  const uid = input.uid ?? process.getuid?.();
  if (uid === 0) return "/var/lib/gatehouse";
  const dataHome = input.env["XDG_DATA_HOME"] ?? "";
  // Relative paths there are invalid and to be ignored (XDG Base Directory Specification).
  if (isAbsolute(dataHome)) return join(dataHome, "gatehouse");
  return join(input.home ?? homedir(), ".local/share/gatehouse");
}
