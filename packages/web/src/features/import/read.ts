import { type Entry, type ImportFile, UnreadableFile } from "./entries.ts";
import type { ReadAnswer } from "./read-worker.ts";

/** How the reading of a file is followed and given up. */
interface Reading {
  readonly signal: AbortSignal;
  /** How much is read, from 0 to 1. */
  readonly onShare: (share: number) => void;
}

/** Reads a file, or the text of one, in a worker. Throws UnreadableFile, or the reason of the signal. */
export function readInWorker(source: Blob | string, reading: Reading): Promise<ImportFile> {
  const { signal, onShare } = reading;
  const worker = new Worker(new URL("./read-worker.ts", import.meta.url), { type: "module" });
  const entries: Entry[] = [];
  const answered = new Promise<ImportFile>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.addEventListener("message", ({ data }: MessageEvent<ReadAnswer>) => {
      if ("fault" in data) {
        reject(new UnreadableFile(data.fault));
        return;
      }
      const { part } = data;
      entries.push(...part.entries);
      if (part.share === 1) resolve({ entries, ignored: part.ignored });
      else onShare(part.share);
    });
    worker.addEventListener("error", () => {
      reject(new UnreadableFile("The file could not be read. Reload the page and try again."));
    });
  });
  worker.postMessage(source);
  return answered.finally(() => worker.terminate());
}
