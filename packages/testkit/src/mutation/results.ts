import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./mutants.ts";

/** Verdicts on the mutants of one file, by their id: the test that noticed, or null. */
export type FileVerdicts = Record<string, string | null>;

interface Stored {
  /** Checksum of the file and of all tests; other ones make the verdicts worthless. */
  checksum: string;
  verdicts: FileVerdicts;
}

/** Verdicts that survive the run, so that an interrupted one goes on where it stopped. */
export class Results {
  readonly #folder: string;

  constructor(root: string) {
    this.#folder = join(root, ".cache/mutation");
    mkdirSync(this.#folder, { recursive: true });
  }

  /** The verdicts that still hold; with `keepKilled` also the noticed ones of before other tests. */
  of(source: string, checksum: string, keepKilled: boolean): FileVerdicts {
    const stored = readStored(this.#pathOf(source));
    if (stored === null) return {};
    if (stored.checksum === checksum && !keepKilled) return stored.verdicts;
    if (!keepKilled) return {};
    return Object.fromEntries(
      Object.entries(stored.verdicts).filter(([, killedBy]) => killedBy !== null),
    );
  }

  /** Keeps the verdicts of one file. */
  store(source: string, checksum: string, verdicts: FileVerdicts): void {
    const stored: Stored = { checksum, verdicts };
    writeFileSync(this.#pathOf(source), JSON.stringify(stored));
  }

  #pathOf(source: string): string {
    return join(this.#folder, `${source.replaceAll("/", "-")}.json`);
  }
}

function readStored(path: string): Stored | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** The checksum of files, in this order. */
export function checksumOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/** The mutants that no test noticed. */
export function survivors(mutants: readonly Mutant[], verdicts: FileVerdicts): readonly Mutant[] {
  return mutants.filter(({ id }) => verdicts[id] === null);
}
