import { type ImportFile, readImport, UnreadableFile } from "./entries.ts";

/** What the worker answers: the file, or why it cannot be used. */
export type ReadAnswer = { readonly file: ImportFile } | { readonly fault: string };

/** Reads a file away from the page: 20,000 rows would stop it for a moment (console guide §6). */
addEventListener("message", ({ data }: MessageEvent<Blob | string>) => {
  void answerTo(data).then((answer) => postMessage(answer));
});

async function answerTo(source: Blob | string): Promise<ReadAnswer> {
  try {
    return { file: readImport(typeof source === "string" ? source : await source.text()) };
  } catch (thrown) {
    if (thrown instanceof UnreadableFile) return { fault: thrown.message };
    return { fault: "The file could not be read." };
  }
}
