import { api } from "../../lib/api.ts";
import { csvLine } from "../../lib/csv.ts";
import type { AuditEntry } from "./queries.ts";
import { actorOf, outcomeText, sentenceText } from "./sentence.ts";

const requestSize = 1000;

/** Most entries of one file; what is older needs a narrower filter. */
export const maxExported = 100_000;

/** The forms of an export: a table for people, or one JSON document a line for programs. */
export type ExportFormat = "csv" | "jsonl";

const head = ["time", "actor", "sentence", "outcome", "organization", "type", "target"];
const tail = ["ip", "user_agent", "status_code", "request_id", "id", "diff"];

const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part));

/** The line of an entry in a table. */
export function csvOf(entry: AuditEntry): string {
  return csvLine([
    entry.time,
    actorOf(entry),
    sentenceText(entry),
    outcomeText(entry),
    entry.organization?.name ?? "",
    entry.resource_type,
    entry.resource_target,
    entry.ip,
    entry.user_agent,
    String(entry.status_code),
    entry.request_id,
    entry.id,
    writeJson(entry.diff),
  ]);
}

/** What an export gave: the parts of its file, how many entries, and whether older ones were left out. */
export interface Exported {
  readonly parts: readonly string[];
  readonly count: number;
  readonly isCut: boolean;
}

/** Every entry that matches, newest first, page after page. Throws the reason of `signal` when it is stopped. */
export async function exportEntries(settings: {
  readonly q: string;
  readonly format: ExportFormat;
  readonly signal: AbortSignal;
  readonly onProgress: (count: number) => void;
}): Promise<Exported> {
  const { q, format, signal, onProgress } = settings;
  const parts = format === "csv" ? [csvLine([...head, ...tail])] : [];
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const query = { q, limit: requestSize, ...(after === undefined ? {} : { after }) };
    const { audit_logs: page } = await api.call("listAuditLogs", { query }, { signal });
    const room = page.slice(0, maxExported - count);
    parts.push(
      room.map((entry) => (format === "csv" ? csvOf(entry) : `${writeJson(entry)}\n`)).join(""),
    );
    count += room.length;
    onProgress(count);
    after = page.at(-1)?.id;
    if (page.length < requestSize) return { parts, count, isCut: room.length < page.length };
    if (count >= maxExported) return { parts, count, isCut: true };
  }
}
