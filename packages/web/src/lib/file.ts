import { ApiFailure, failureOf } from "@gatehouse/sdk";
import { session } from "./session.ts";

/** A file as it came, and the name that the server gave it. */
export interface ServedFile {
  readonly blob: Blob;
  readonly name: string;
}

/**
 * Asks the server for a file, and tells after each piece how many bytes arrived so far. When the session turns out to be
 * over, it waits until somebody signs in again and asks once more. Throws ApiFailure; a TypeError when the answer broke
 * off; the reason of the signal when it was stopped.
 */
export async function fetchFile(
  address: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<ServedFile> {
  let response = await ask(address, signal);
  if (response.status === 401 && session.state === "open") {
    await session.renewed(signal);
    response = await ask(address, signal);
  }
  if (!response.ok) throw failureOf(response, await response.json().catch(() => undefined));
  return { blob: await readPieces(response, onBytes), name: nameOf(response) };
}

async function readPieces(response: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  const pieces: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
    pieces.push(piece.value);
    bytes += piece.value.byteLength;
    onBytes(bytes);
  }
  return new Blob(pieces, { type: response.headers.get("content-type") ?? "" });
}

async function ask(address: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ApiFailure({ status: 0, message: "The server could not be reached.", cause });
  }
}

function nameOf(response: Response): string {
  const disposition = response.headers.get("content-disposition") ?? "";
  return /filename="([^"/\\]+)"/.exec(disposition)?.[1] ?? "export";
}

/** Hands a file to the browser to save. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file when the click returns; Safari reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
