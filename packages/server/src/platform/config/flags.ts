import type { OptionSpec } from "./option.ts";

/** Flags as they were given, and what could not be read. */
export interface Flags {
  /** By option name, in the order of the command line. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Whole sentences. They name flags and never repeat a value, which may be a secret. */
  readonly faults: readonly string[];
}

/**
 * Reads `--name value` and `--name=value`; truth values are given as `--name` or `--name=false`.
 *
 * Anything that is no flag, a flag that the table does not know, and a flag without its value are faults.
 */
export function parseFlags(argv: readonly string[], options: readonly OptionSpec[]): Flags {
  const known = new Map(options.map((option) => [option.name, option]));
  const given = new Map<string, string[]>();
  const faults: string[] = [];
  const words = argv[Symbol.iterator]();
  for (const word of words) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(word);
    if (match === null) {
      faults.push("there is an argument that is not a flag (--name=value)");
      continue;
    }
    const [, name = "", inline] = match;
    const option = known.get(name);
    if (option === undefined) {
      faults.push(`--${name} is not an option; --help lists them`);
      continue;
    }
    const value = inline ?? (isSwitch(option) ? "true" : nextWord(words));
    if (value === undefined) faults.push(`--${name} needs a value`);
    else given.set(name, [...(given.get(name) ?? []), value]);
  }
  return { given, faults };
}

function isSwitch({ type }: OptionSpec): boolean {
  return type === "bool" || type === "switch";
}

function nextWord(words: Iterator<string>): string | undefined {
  const next = words.next();
  return next.done ? undefined : next.value;
}
