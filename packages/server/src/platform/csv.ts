/** What a cell may start with that spreadsheets take for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * One line of a CSV file with its line end (RFC 4180 §2). A cell that a spreadsheet would run as a formula
 * gets a leading apostrophe (spec organizations §13.1): names in it are chosen by whoever signs up.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
