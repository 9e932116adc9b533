import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file as a whole or not at all: beside it first, then in its place. */
export async function writeWhole(file: string, contents: Uint8Array | string): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    await writeFile(beside, contents);
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}
