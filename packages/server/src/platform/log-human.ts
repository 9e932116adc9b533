/**
 * Turns one line of JSON into one line for a terminal: time, level, message, then `name=value`.
 * Values stay JSON, and control characters of the message are escaped, so no input can forge a second line or move the
 * cursor. A line that is no JSON object is passed through.
 */
export function humanLine(line: string): string {
  const entry = parse(line);
  if (entry === null) return line;
  const { time, level, msg, ...fields } = entry;
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${time} ${String(level).toUpperCase().padEnd(5)} ${printable(String(msg ?? ""))}${rest.join("")}\n`;
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? { ...entry } : null;
  } catch {
    return null;
  }
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1));
}
