import { type BookRow, priceKeys } from "./book.ts";
import { compareBooks } from "./gates.ts";

/** More models than this of one kind are only counted, so that a summary stays readable. */
const maxListed = 200;

/** What a reviewer of a new book must know, as Markdown: counts, and every model that differs. */
export function changeSummary(
  before: readonly BookRow[],
  after: readonly BookRow[],
  catalogueDate: string | null,
): string {
  const { added, removed, changed } = compareBooks(before, after);
  const changes = changed.map(({ before: was, after: is }) => {
    const words = priceKeys.flatMap((key) =>
      was[key] === is[key] ? [] : [`${key} ${was[key] ?? "unknown"} → ${is[key] ?? "unknown"}`],
    );
    return `${nameOf(is)}: ${words.join(", ")}`;
  });
  return [
    `Price book of ${catalogueDate ?? "a catalogue without dates"}: ${after.length} models, ` +
      `${added.length} added, ${removed.length} removed, ${changed.length} changed.`,
    "Prices are micro-units of US dollars per million tokens.",
    ...section("Added", added.map(nameOf)),
    ...section("Removed from the book; databases keep them", removed.map(nameOf)),
    ...section("Changed", changes),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - maxListed;
  const listed = lines.slice(0, maxListed).map((line) => `- ${line}`);
  return ["", `## ${title}`, "", ...listed, ...(more > 0 ? [`- and ${more} more`] : [])];
}

function nameOf({ provider, model }: BookRow): string {
  return `\`${provider}\` \`${model}\``;
}
