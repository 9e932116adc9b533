import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One numbered SQL file. */
export interface Migration {
  readonly version: number;
  /** File name without `.sql`, for example `0001_users`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with line ends as LF, hexadecimal. */
  readonly checksum: string;
  /** `-- breaking`: releases that do not know it cannot work on the database after it. */
  readonly isBreaking: boolean;
  /** `-- no-transaction`: one statement that can be repeated, run outside a transaction. */
  readonly isTransactional: boolean;
}

/** The migrations of this release; the place is the same from `src` and from `dist`. */
export const migrationsDirectory = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Reads the migrations of a directory in order. Throws on a foreign name, a number given twice, or no file at all. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = await migrationNames(directory);
  return Promise.all(
    [...names].map(async ([version, name]) => {
      const text = await readFile(join(directory, `${name}.sql`), "utf8");
      const sql = text.replaceAll("\r\n", "\n");
      const marks = leadingMarks(sql);
      return {
        ...{ version, name, sql },
        checksum: createHash("sha256").update(sql).digest("hex"),
        isBreaking: marks.has("breaking"),
        isTransactional: !marks.has("no-transaction"),
      };
    }),
  );
}

/** Names of a directory's migrations by version, in order, without reading the files. */
export async function migrationNames(directory: string): Promise<Map<number, string>> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).sort();
  const names = new Map<number, string>();
  for (const file of files) {
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(file)) {
      throw new Error(`${file} is not named like a migration (0001_name.sql)`);
    }
    const version = Number(file.slice(0, 4));
    const other = names.get(version);
    if (other !== undefined) throw new Error(`${other}.sql and ${file} have the same number`);
    names.set(version, file.slice(0, -".sql".length));
  }
  if (names.size === 0) throw new Error(`there are no migrations in ${directory}`);
  return names;
}

/** Marks are whole comment lines before the first line that is none. */
function leadingMarks(sql: string): Set<string> {
  const marks = new Set<string>();
  for (const line of sql.split("\n")) {
    const comment = /^--\s*(.*?)\s*$/.exec(line)?.[1];
    if (comment === undefined) break;
    marks.add(comment);
  }
  return marks;
}
