import { type FilePart, readParts, UnreadableFile } from "./entries.ts";

/** What the worker answers: part after part of the file, or why it cannot be used. */
export type ReadAnswer = { readonly part: FilePart } | { readonly fault: string };

/** Rows that are handed over at once: taking in all 20,000 would stop the page for a moment. */
const rowsOfPart = 500;

/** Reads a file away from the page (console guide §6). */
addEventListener("message", ({ data }: MessageEvent<Blob | string>) => {
  void answerTo(data);
});

async function answerTo(source: Blob | string): Promise<void> {
  const answer = (each: ReadAnswer) => postMessage(each);
  try {
    const text = typeof source === "string" ? source : await source.text();
    for (const part of readParts(text, rowsOfPart)) answer({ part });
  } catch (thrown) {
    const known = thrown instanceof UnreadableFile;
    answer({ fault: known ? thrown.message : "The file could not be read." });
  }
}
