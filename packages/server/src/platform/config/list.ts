const item = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;

/**
 * Reads a comma-separated list; an item in double quotes may hold commas, and `""` for a quote.
 *
 * Unquoted items lose surrounding white space, empty ones are left out. Null when a quote stands
 * elsewhere or does not end.
 */
export function parseList(text: string): string[] | null {
  const items: string[] = [];
  const reader = new RegExp(item);
  for (;;) {
    const match = reader.exec(text);
    if (match === null) return null;
    const [, quoted, plain = "", separator] = match;
    const value = quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"');
    if (value !== "") items.push(value);
    if (separator === "") return items;
  }
}
