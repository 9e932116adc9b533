/**
 * Splits a comma-separated list with CSV quoting (RFC 4180 §2): `a,"b,c","say ""x"""`.
 *
 * Blanks around unquoted items are cut off and empty ones are dropped. Null where a quote is not closed or stands
 * inside an unquoted item.
 */
export function parseCsv(text: string): string[] | null {
  const items: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const item = rest.startsWith('"') ? quotedItem(rest) : plainItem(rest);
    if (item === null) return null;
    if (item.text !== "") items.push(item.text);
    rest = item.rest;
  }
  return items;
}

interface Item {
  text: string;
  rest: string;
}

function quotedItem(text: string): Item | null {
  const match = /^"((?:[^"]|"")*)"\s*(?:,\s*|$)/.exec(text);
  if (match === null) return null;
  const [whole, content = ""] = match;
  return { text: content.replaceAll('""', '"'), rest: text.slice(whole.length) };
}

function plainItem(text: string): Item | null {
  const comma = text.indexOf(",");
  const item = comma === -1 ? text : text.slice(0, comma);
  if (item.includes('"')) return null;
  return { text: item.trim(), rest: comma === -1 ? "" : text.slice(comma + 1).trimStart() };
}
