import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import {
  BackupError,
  type BackupFooter,
  type BackupHeader,
  type BackupSeal,
  damaged,
  notABackup,
  parseHeader,
  parsePart,
  parseSeal,
  type TableHeader,
} from "./format.ts";

/** Longest line of JSON that is read, in bytes: a header with some thousand migrations. */
const maxLineBytes = 4 * 1024 * 1024;

/** One table of an open backup; its rows must be read to the end before the next table. */
export interface TablePart extends TableHeader {
  /** Whole rows in COPY text form, some at a time. */
  rows(): AsyncGenerator<Buffer>;
}

/** An open backup, read once from front to back. */
export interface BackupReader {
  readonly header: BackupHeader;
  /** The tables in order; returns what stands behind them. Throws `BackupError` where bytes are missing, added or changed. */
  tables(): AsyncGenerator<TablePart, BackupEnd>;
}

/** What stands at the end of a proven backup. */
export type BackupEnd = BackupFooter & BackupSeal;

/** Opens a backup and reads its header. Throws `BackupError` for any other file. */
export async function openBackup(file: string): Promise<BackupReader> {
  const text = new TextSource(file);
  const first = await text.line();
  if (first === null) throw notABackup();
  const header = parseHeader(first);
  return { header, tables: () => readParts(text) };
}

/** Reads a whole backup without a database: header and footer, once every byte is proven. */
export async function verifyBackup(
  file: string,
): Promise<{ header: BackupHeader; footer: BackupEnd }> {
  const reader = await openBackup(file);
  const parts = reader.tables();
  for (;;) {
    const next = await parts.next();
    if (next.done === true) return { header: reader.header, footer: next.value };
    for await (const _rows of next.value.rows());
  }
}

async function* readParts(text: TextSource): AsyncGenerator<TablePart, BackupEnd> {
  for (;;) {
    const next = await text.line();
    if (next === null) throw damaged("it ends early");
    const part = parsePart(next);
    if ("table" in part) {
      yield { ...part, rows: () => text.rows() };
      continue;
    }
    const sha256 = text.digest();
    const seal = parseSeal((await text.line()) ?? "");
    if (seal.sha256 !== sha256) throw damaged("checksum");
    if ((await text.line()) !== null) throw damaged("something follows its end");
    return { ...part, sha256 };
  }
}

/** The uncompressed text of the file, by lines or by tables, digested as it is handed out. */
class TextSource {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #hash: Hash = createHash("sha256");
  #pending: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    const gunzip = createGunzip();
    // An error of either stream reaches the reader through the iterator.
    pipeline(createReadStream(file), gunzip, () => {});
    this.#chunks = gunzip[Symbol.asyncIterator]();
  }

  /** SHA-256 of everything handed out so far, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  /** The next line without its end; null at the end of the file. */
  async line(): Promise<string | null> {
    let end = this.#pending.indexOf(0x0a);
    while (end < 0) {
      if (this.#pending.length > maxLineBytes) throw damaged("an endless line");
      if (!(await this.#more())) {
        if (this.#pending.length > 0) throw damaged("it ends early");
        return null;
      }
      end = this.#pending.indexOf(0x0a);
    }
    return this.#take(end + 1)
      .subarray(0, -1)
      .toString("utf8");
  }

  /** Everything up to the line that ends a table's rows, in pieces of whole lines. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.#endOfRows();
      if (end !== null) {
        if (end > 0) yield this.#take(end);
        this.#take(3);
        return;
      }
      const lastLineEnd = this.#pending.lastIndexOf(0x0a);
      if (lastLineEnd >= 0) yield this.#take(lastLineEnd + 1);
      if (!(await this.#more())) throw damaged("it ends early");
    }
  }

  /** Where `\.` stands on a line of its own; the pending text always begins with a line. */
  #endOfRows(): number | null {
    if (this.#pending.subarray(0, 3).equals(terminator)) return 0;
    const at = this.#pending.indexOf(terminatorBehindLine);
    return at < 0 ? null : at + 1;
  }

  #take(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next().catch((error: unknown) => {
      throw unreadable(error);
    });
    if (next.done === true) return false;
    this.#pending = Buffer.concat([this.#pending, next.value]);
    return true;
  }
}

const terminator = Buffer.from("\\.\n");
const terminatorBehindLine = Buffer.from("\n\\.\n");

function unreadable(error: unknown): BackupError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_DATA_ERROR" || code === "Z_BUF_ERROR") {
    return new BackupError("the file is not a backup of Gatehouse, or it is damaged or incomplete");
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new BackupError(`the backup cannot be read: ${reason}`);
}
