import { defaultText, type OptionSection, optionSections, valueForm } from "./help.ts";
import { type OptionSpec, optionEnv, peerEnvs } from "./option.ts";

/** The contents of `docs/reference/configuration.md`, made from the option table alone. */
export function configurationReference(): string {
  return `${[intro, ...optionSections().map(section)].join("\n\n")}\n`;
}

const intro = `# Configuration

This page is generated from the option table; \`gatehouse server --help\` prints the same.

Settings are read once, at start. An invalid value stops the start, and the message names the option and
where its value came from. Of several sources the first in this list counts:

1. the flag \`--<option>\`
2. the environment variable \`GATEHOUSE_<OPTION>\`
3. the variable of Coder (\`CODER_…\`) where the table names one; if ours is set too, the log says so at start
4. the default

An empty variable counts as unset. Values are written like this:

| Form | Written |
|---|---|
| \`true\\|false\` | \`1\`, \`t\`, \`true\`, \`0\`, \`f\`, \`false\`; a flag alone means true, \`--flag=false\` the opposite |
| \`duration\` | \`24h\`, \`1m30s\`, \`250ms\`, \`7d\` (days of 24 hours), or a bare number of nanoseconds |
| \`a,b\` | items with commas between them; an item that holds a comma stands in double quotes; the flag may be repeated |
| \`cidr,cidr\` | addresses and networks, \`10.0.0.0/8,::1\` |
| \`host:port\` | \`127.0.0.1:3000\`, \`[::1]:3000\`; \`:3000\` means all IPv4 addresses |

Options marked *secret* are never logged or shown. Pass them by the environment: other users of the machine
can read the arguments of a process.`;

function section({ title, group, options }: OptionSection): string {
  return [
    `## ${title}`,
    group.description,
    [
      "| Option | Value | Default | Variables | Meaning |",
      "|---|---|---|---|---|",
      ...options.map(row),
    ].join("\n"),
  ].join("\n\n");
}

function row(option: OptionSpec): string {
  const cells = [
    `\`--${option.name}\``,
    `\`${valueForm(option)}\``,
    defaultCell(option),
    [optionEnv(option), ...peerEnvs(option)].map((name) => `\`${name}\``).join(" "),
    `${option.description}${option.secret ? " *Secret.*" : ""}`,
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

function defaultCell(option: OptionSpec): string {
  if (option.derived !== undefined || option.default === "") return defaultText(option);
  return `\`${option.default}\``;
}

/** A text that does not end its table cell and starts no tag. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
