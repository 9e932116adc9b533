import { type Pair, shades, tokens, type Vision, visionTokens } from "./tokens.ts";

function declarations(table: Readonly<Record<string, Pair>>): string {
  return Object.entries(table)
    .map(([name, [light, dark]]) => `  --${name}: light-dark(${light}, ${dark});`)
    .join("\n");
}

function visionRule(vision: Vision): string {
  return `[data-vision="${vision}"] {\n${declarations(visionTokens(vision))}\n}`;
}

/** The text of `tokens.css`: one custom property per token, for both themes and the vision themes. */
export function tokensCss(): string {
  const rules = [
    "/* Written from tokens.ts by `npm run generate`. */",
    `:root {\n${declarations(tokens)}\n${declarations(shades)}\n}`,
    visionRule("protan-deuter"),
    visionRule("tritan"),
  ];
  return `${rules.join("\n\n")}\n`;
}
