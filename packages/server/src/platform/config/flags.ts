import { ConfigError } from "./config-error.ts";
import type { OptionData } from "./option.ts";

/** The texts given for each option on the command line, in their order. */
export type FlagTexts = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `--name value`, `--name=value` and, for truth values, `--name`.
 *
 * @throws ConfigError for an unknown flag, a missing value and anything that is no flag; it names
 * the flag and never repeats a value, which could be a secret.
 */
export function parseFlags(argv: readonly string[], options: readonly OptionData[]): FlagTexts {
  const texts = new Map<string, string[]>();
  const known = new Map(options.map((option) => [option.name, option]));
  const rest = argv.values();
  let previous = "the command";
  for (const argument of rest) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) throw unexpected(previous);
    const option = known.get(name);
    if (option === undefined) throw unknownFlag(name);
    const text = inline ?? (option.type === "bool" ? "true" : nextText(rest, name));
    texts.set(name, [...(texts.get(name) ?? []), text]);
    previous = `--${name}`;
  }
  return texts;
}

function nextText(rest: Iterator<string>, name: string): string {
  const next = rest.next();
  if (next.done === true) throw new ConfigError(`--${name} needs a value`);
  return next.value;
}

function unknownFlag(name: string): ConfigError {
  return new ConfigError(`unknown flag --${name.slice(0, 64)}; --help lists all flags`);
}

function unexpected(previous: string): ConfigError {
  return new ConfigError(
    `unexpected argument after ${previous}; flags are --name value or --name=value, see --help`,
  );
}
