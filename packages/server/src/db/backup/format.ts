/**
 * The backup file: gzip over text. One line of JSON (the header), then per table one line of JSON, its rows in
 * PostgreSQL's COPY text form and a line `\.`; then one line of JSON with the row counts
 * (the footer), and last one with the SHA-256 of everything before it. COPY escapes every backslash of the data, so no row can read as `\.`.
 */

/** First line of every backup. */
export interface BackupHeader {
  readonly format: "gatehouse-backup";
  readonly formatVersion: 1;
  /** RFC 3339 UTC: the moment of the snapshot. */
  readonly createdAt: string;
  /** Release that wrote the file, without leading `v`. */
  readonly release: string;
  /** Migrations of the saved schema, in order. */
  readonly migrations: readonly { version: number; name: string; checksum: string }[];
}

/** Line in front of a table's rows. */
export interface TableHeader {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Line behind the last table. */
export interface BackupFooter {
  /** Number of rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Last line of every backup. */
export interface BackupSeal {
  /** Hexadecimal, over the uncompressed bytes in front of this line. */
  readonly sha256: string;
}

/** Ends a table's rows. */
export const endOfRows = "\\.\n";

/** The file is no backup, of another format, or damaged; the message says which, in one line. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/** One line of the file. */
export function line(value: BackupHeader | TableHeader | BackupFooter | BackupSeal): string {
  return `${JSON.stringify(value)}\n`;
}

/** Reads the first line. Throws `BackupError` for any other file and for formats that this release does not know. */
export function parseHeader(text: string): BackupHeader {
  const value = parseObject(text);
  if (value?.["format"] !== "gatehouse-backup") throw notABackup();
  if (value["formatVersion"] !== 1) {
    throw new BackupError(
      `the backup has format ${String(value["formatVersion"])}, which this release does not know: use a newer one`,
    );
  }
  const { createdAt, release, migrations } = value;
  if (typeof createdAt !== "string" || typeof release !== "string") throw damaged("header");
  if (!Array.isArray(migrations)) throw damaged("header");
  return {
    ...{ format: "gatehouse-backup", formatVersion: 1, createdAt, release },
    migrations: migrations.map(parseMigration),
  };
}

function parseMigration(value: unknown): BackupHeader["migrations"][number] {
  if (!isObject(value)) throw damaged("header");
  const { version, name, checksum } = value;
  const isRight =
    typeof version === "number" && typeof name === "string" && typeof checksum === "string";
  if (!isRight) throw damaged("header");
  return { version, name, checksum };
}

/** Reads a line between the tables: the next table, or the footer. */
export function parsePart(text: string): TableHeader | BackupFooter {
  const value = parseObject(text);
  if (value === null) throw damaged("table header");
  const { table, columns, rows } = value;
  if (typeof table === "string" && isTextList(columns)) return { table, columns };
  if (isObject(rows)) {
    const counts = Object.entries(rows).map(([name, count]): [string, number] => {
      if (typeof count !== "number") throw damaged("footer");
      return [name, count];
    });
    return { rows: Object.fromEntries(counts) };
  }
  throw damaged("table header");
}

/** Reads the last line. */
export function parseSeal(text: string): BackupSeal {
  const sha256 = parseObject(text)?.["sha256"];
  if (typeof sha256 !== "string") throw damaged("checksum");
  return { sha256 };
}

/** The file does not begin as a backup does. */
export function notABackup(): BackupError {
  return new BackupError("the file is not a backup of Gatehouse");
}

/** The file began as a backup, but a part of it is not as it was written. */
export function damaged(part: string): BackupError {
  return new BackupError(`the backup is damaged or incomplete (${part}): take another copy of it`);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
