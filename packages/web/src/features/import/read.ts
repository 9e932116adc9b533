import { type ImportFile, UnreadableFile } from "./entries.ts";
import type { ReadAnswer } from "./read-worker.ts";

/** Reads a file, or the text of one, in a worker. Throws UnreadableFile. */
export function readInWorker(source: Blob | string): Promise<ImportFile> {
  const worker = new Worker(new URL("./read-worker.ts", import.meta.url), { type: "module" });
  const answered = new Promise<ImportFile>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<ReadAnswer>) => {
      if ("file" in data) resolve(data.file);
      else reject(new UnreadableFile(data.fault));
    });
    worker.addEventListener("error", () => {
      reject(new UnreadableFile("The file could not be read. Reload the page and try again."));
    });
  });
  worker.postMessage(source);
  return answered.finally(() => worker.terminate());
}
