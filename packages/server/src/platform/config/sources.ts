import { type OptionSpec, optionEnv, peerEnvs } from "./option.ts";

/** Where a value came from; the words of spec deployment §3.7. `yaml` is reserved. */
export type ValueSource = "flag" | "env" | "yaml" | "default";

/** The texts of one option and where they were found. Only lists have more than one. */
export interface Given {
  readonly texts: readonly string[];
  readonly source: ValueSource;
  /** Flag or variable, for messages. */
  readonly origin: string;
}

/** Environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the texts of an option: flag, then `GATEHOUSE_*`, then the peer's variables, then the default.
 *
 * An empty variable counts as unset (product §2). `notices` gets a sentence for each variable that lost.
 */
export function findGiven(
  option: OptionSpec,
  flags: ReadonlyMap<string, readonly string[]>,
  env: Environment,
  notices: string[],
): Given {
  const names = [optionEnv(option), ...peerEnvs(option)].filter((name) => (env[name] ?? "") !== "");
  const [first, ...others] = names;
  for (const other of others) notices.push(`${first} and ${other} are both set; ${first} is used`);
  const flag = flags.get(option.name);
  if (flag !== undefined) {
    if (option.secret) {
      notices.push(
        `--${option.name} was given as an argument, which other users of this machine can read; use ${optionEnv(option)}`,
      );
    }
    return { texts: flag, source: "flag", origin: `--${option.name}` };
  }
  if (first !== undefined) return { texts: [env[first] ?? ""], source: "env", origin: first };
  return { texts: [option.default], source: "default", origin: "default" };
}

/** Tools of the peer that run beside a server read these; they are no settings of it. */
const foreign =
  /^CODER_(?:URL$|SESSION_TOKEN|CONFIG_DIR|AGENT_|WORKSPACE_(?!HOSTNAME)|TEMPLATE_|PROXY_SESSION)/;

/** Sentences about variables that look like settings and are none of this release. */
export function unknownVariables(options: readonly OptionSpec[], env: Environment): string[] {
  const known = new Set(options.flatMap((option) => [optionEnv(option), ...peerEnvs(option)]));
  const names = Object.keys(env)
    .filter((name) => /^(?:GATEHOUSE|CODER)_/.test(name) && !known.has(name) && !foreign.test(name))
    .filter((name) => (env[name] ?? "") !== "")
    .sort();
  return names.map((name) => `${name} is set and has no effect: it is no setting of this release`);
}
