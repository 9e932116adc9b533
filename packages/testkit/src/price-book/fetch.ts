import { writeWhole } from "./files.ts";

const timeoutMs = 30_000;
const maxBytes = 100 * 1024 * 1024;

/** Where the catalogue is published. */
export const catalogueUrl = "https://models.dev/api.json";

/**
 * Fetches the catalogue into a file: 30 s and 100 MiB at most, any status but 200 is a failure
 * (spec ai-prices §5.4). The file is only written when all of it has arrived.
 */
export async function fetchCatalogue(url: string, file: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`${url} sends more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  await writeWhole(file, Buffer.concat(chunks));
  return size;
}
