import { type OptionGroup, type OptionSpec, optionEnv, peerEnvs } from "./option.ts";
import { options } from "./options.ts";

/** Options under one heading, in the order of the table. */
export interface OptionSection {
  readonly group: OptionGroup;
  /** Names of the heading and those above it: `Introspection / Logging`. */
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

/** The visible options by heading; headings in the order in which the table first names them. */
export function optionSections(rows: readonly OptionSpec[] = options): OptionSection[] {
  const visible = rows.filter(({ hidden }) => !hidden);
  const groups = [...new Set(visible.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    title: titleOf(group),
    options: visible.filter((option) => option.group === group),
  }));
}

function titleOf({ name, parent }: OptionGroup): string {
  return parent === undefined ? name : `${titleOf(parent)} / ${name}`;
}

/** What the value of an option looks like, for people. */
export function valueForm(option: OptionSpec): string {
  switch (option.type) {
    case "enum":
      return (option.values ?? []).join("|");
    case "bool":
    case "switch":
      return "true|false";
    case "hostport":
      return "host:port";
    case "list":
      return "a,b";
    case "cidrs":
      return "cidr,cidr";
    case "links":
    case "map":
    case "lists":
      return "json";
    case "string":
      return "text";
    case "int":
    case "duration":
    case "url":
      return option.type;
  }
}

/** The default as people read it: the text, how it is worked out, or that there is none. */
export function defaultText({ default: text, derived }: OptionSpec): string {
  if (derived !== undefined) return derived;
  return text === "" ? "empty" : text;
}

const width = 80;

/** The text of `gatehouse server --help`: every option with its names, default and meaning. 80 columns. */
export function serverHelp(): string {
  return [
    "Usage: gatehouse server [--option=value]...",
    "",
    ...wrap(
      "Starts the server. Each option is a flag or an environment variable; a flag wins. The names that begin " +
        "with CODER_ are those of Coder and count where ours is not set. Pass secrets by the environment: " +
        "arguments can be read by other users of the machine.",
      "",
    ),
    "",
    ...wrap(
      "Durations are written 24h, 1m30s or 7d; lists with commas, items that hold one in double quotes.",
      "",
    ),
    ...optionSections().flatMap(sectionHelp),
    "",
    "Examples:",
    "  $ gatehouse server",
    "  $ gatehouse server --http-address=127.0.0.1:0 --data-dir=./data",
    "  $ GATEHOUSE_POSTGRES_URL=postgres://gatehouse@db.example.com/gatehouse \\",
    "    gatehouse server --http-address=0.0.0.0:3000 \\",
    "      --access-url=https://gatehouse.example.com",
    "",
  ].join("\n");
}

function sectionHelp({ title, group, options: rows }: OptionSection): string[] {
  return ["", `${title}: ${group.description}`, ...rows.flatMap(optionHelp)];
}

function optionHelp(option: OptionSpec): string[] {
  const indent = "      ";
  const example = option.example === undefined ? "" : ` For example: ${option.example}`;
  return [
    "",
    `  --${option.name}=${valueForm(option)}`,
    ...wrap(`${option.description}${example}`, indent),
    ...wrap(`Default: ${defaultText(option)}`, indent),
    ...wrap(`Variables: ${[optionEnv(option), ...peerEnvs(option)].join(", ")}`, indent),
  ];
}

/** Breaks a text between words; a longer word stands alone. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}
