/** A value as indented JSON in which bigints keep all their digits, as `writeJson` does without indentation. */
export function prettyJson(value: unknown, indent = ""): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return enclosed(
      "[]",
      indent,
      value.map((item) => prettyJson(item, deeper)),
    );
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}: ${prettyJson(member, deeper)}`);
  return enclosed("{}", indent, members);
}

function enclosed(brackets: "[]" | "{}", indent: string, items: readonly string[]): string {
  if (items.length === 0) return brackets;
  const lines = items.map((item) => `${indent}  ${item}`).join(",\n");
  return `${brackets.charAt(0)}\n${lines}\n${indent}${brackets.charAt(1)}`;
}
