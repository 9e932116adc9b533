/** How the text of an option is read; the reader of each type is in `values.ts`. */
export type OptionType =
  | "string"
  | "int"
  | "bool"
  | "duration"
  | "url"
  | "list"
  | "map"
  | "links"
  | "enum"
  | "hostport";

/** A heading under which options are shown; the console picks options by the names of groups and their parents. */
export interface OptionGroup {
  readonly name: string;
  readonly yaml: string;
  readonly description: string;
  readonly parent?: OptionGroup;
}

/** One option as data (spec deployment §15.1); flag, environment names, parser, help and reference follow from it. */
export interface OptionData {
  /** Kebab-case; the flag is `--<name>`, the variable `GATEHOUSE_<NAME>`. */
  readonly name: string;
  readonly type: OptionType;
  /** In the form that an operator would write. `""` is empty, and "derived" for a truth value. */
  readonly default: string;
  /** Says in words what an empty default stands for. */
  readonly defaultNote?: string;
  /** For the operator: what it does, units and bounds. */
  readonly description: string;
  readonly group: OptionGroup;
  /** Title in the console; the peer's where clients look for it. */
  readonly displayName: string;
  /** The closed set of an `enum`, in canonical spelling; input may be in any case. */
  readonly values?: readonly string[];
  /** Inclusive lower bound of an `int`, or of a `duration` in milliseconds (0 when not given). */
  readonly min?: number;
  /** The value never leaves the process: not shown, not in errors, null in the deployment configuration. */
  readonly secret?: true;
  /** An option of the peer, accepted as `CODER_<NAME>` too, or under the names of `peerEnv` instead. */
  readonly peer?: true;
  /** The peer's variables that do not follow from the name, best first. */
  readonly peerEnv?: readonly string[];
  /** Where the value stands inside `config` of `GET /deployment/config`, dotted. */
  readonly configPath?: string;
  /** The value may carry secrets in its query string, which is hidden wherever it is shown. */
  readonly hideQuery?: true;
  /** Left out of help and reference. */
  readonly hidden?: true;
}

/** A link in the console's menu (spec deployment §5.1). */
export interface SupportLink {
  readonly name: string;
  readonly target: string;
  readonly icon: string;
  readonly location: string;
}

/** The environment variable of an option. */
export function envName(option: OptionData): string {
  return `GATEHOUSE_${upperSnake(option.name)}`;
}

/** The peer's variables that mean this option, best first; empty for options of our own. */
export function peerEnvNames(option: OptionData): readonly string[] {
  if (option.peerEnv !== undefined) return option.peerEnv;
  return option.peer === true ? [`CODER_${upperSnake(option.name)}`] : [];
}

function upperSnake(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** The key of an option in `Config`: camel case, durations with `Ms`. */
export function configKey(option: OptionData): string {
  return camelCase(option.name) + (option.type === "duration" ? "Ms" : "");
}

/** `api-keys-retention` → `apiKeysRetention`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
