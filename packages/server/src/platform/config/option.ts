import type { Secret } from "../secrets.ts";
import type { FormatName } from "./formats.ts";
import type { SupportLink } from "./support-links.ts";

/** A heading that options stand under; the console picks options by the names of groups (spec deployment §3.7). */
export interface OptionGroup {
  readonly name: string;
  readonly yaml: string;
  readonly description: string;
  readonly parent?: OptionGroup;
}

/** How the text of an option is read; `ValueTypes` says what it becomes. */
export type OptionType = keyof ValueTypes | "enum";

/** Address to listen on. */
export interface HostPort {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
}

/** What the text of an option becomes. */
export interface ValueTypes {
  string: string;
  /** A whole number within ±(2^53 − 1). */
  int: number;
  bool: boolean;
  /** A truth value that also takes the name of an output device; for the peer's log options. */
  switch: boolean;
  /** Milliseconds; the option's key ends in `Ms`. */
  duration: number;
  url: string;
  list: readonly string[];
  cidrs: readonly string[];
  hostport: HostPort;
  /** Texts by name, written as a JSON object. */
  map: Readonly<Record<string, string>>;
  /** Lists of texts by name, written as a JSON object. */
  lists: Readonly<Record<string, readonly string[]>>;
  links: readonly SupportLink[];
}

/** One row of the option table: everything that the parser, the help, the reference page and the API say of it. */
export interface OptionSpec {
  /** Kebab case; the flag is `--<name>`, the variable `GATEHOUSE_<NAME>`. */
  readonly name: string;
  readonly type: OptionType;
  /** As an operator would write it; `""` = empty, or worked out at start as `derived` says. */
  readonly default: string;
  readonly description: string;
  readonly group: OptionGroup;
  /** Name in the console. */
  readonly displayName: string;
  /** Key in the group's YAML section; only shown. */
  readonly yaml: string;
  /** Path inside `config` of `GET /deployment/config`; absent for options that the peer does not have. */
  readonly configPath?: readonly [string, ...string[]];
  /** Accepted as `CODER_<NAME>` too. */
  readonly peer?: true;
  /** The peer's variables where the rule does not give them, the preferred one first (spec deployment §15.1). */
  readonly peerEnvs?: readonly string[];
  /** Never shown, logged or echoed in an error. */
  readonly secret?: true;
  /** The query of this URL may carry a credential and is never shown. */
  readonly hideQuery?: true;
  /** How the value is worked out when none is given. */
  readonly derived?: string;
  /** Closed set of an `enum`, lower case; values are read in any case. */
  readonly values?: readonly string[];
  /** Bounds of an `int`, inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** A `duration` of 0 is refused; a negative one always is. */
  readonly positive?: true;
  /** Schemes of a `url`, with colon. */
  readonly schemes?: readonly string[];
  /** A `url` may be a path of this server, such as `/icon/okta.svg`. */
  readonly rooted?: true;
  /** A `url` may name its host in the query, as PostgreSQL's does for a Unix socket: `postgres://user@/name?host=/run`. */
  readonly hostInQuery?: true;
  /** A `string` that may hold line breaks. */
  readonly multiline?: true;
  /** Form of a `string`, or of each item of a `list`. */
  readonly format?: FormatName;
  /** An example value for the help. */
  readonly example?: string;
  /** Left out of the help. */
  readonly hidden?: true;
}

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

/** The key of an option in `Config`: its name in camel case, durations with `Ms`. */
export type OptionKey<O extends OptionSpec> = O["type"] extends "duration"
  ? `${Camel<O["name"]>}Ms`
  : Camel<O["name"]>;

/** The type of an option's value in `Config`. Secrets are branded; a derived truth value may be null. */
export type OptionValue<O extends OptionSpec> = O extends { readonly values: readonly (infer V)[] }
  ? V
  : O extends { readonly type: "string" | "url"; readonly secret: true }
    ? Secret
    : O extends { readonly type: "list"; readonly secret: true }
      ? readonly Secret[]
      : O extends { readonly type: "bool"; readonly derived: string }
        ? boolean | null
        : O["type"] extends keyof ValueTypes
          ? ValueTypes[O["type"]]
          : never;

/** The key of an option in `Config`, at run time. */
export function optionKey(option: Pick<OptionSpec, "name" | "type">): string {
  const camel = option.name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return option.type === "duration" ? `${camel}Ms` : camel;
}

/** The variable of an option: `GATEHOUSE_` and its name in upper snake case (spec deployment §15.1). */
export function optionEnv(option: Pick<OptionSpec, "name">): string {
  return `GATEHOUSE_${upperSnake(option.name)}`;
}

/** The peer's variables that set an option, the preferred one first; empty for options of our own. */
export function peerEnvs(option: OptionSpec): readonly string[] {
  if (option.peerEnvs !== undefined) return option.peerEnvs;
  return option.peer ? [`CODER_${upperSnake(option.name)}`] : [];
}

function upperSnake(name: string): string {
  return name.replaceAll("-", "_").toUpperCase();
}
