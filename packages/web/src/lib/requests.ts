const most = 40;
let reads: readonly string[] = [];

/** Remembers what a page reads, by path and query: whoever sees something can ask for the same with a program. */
export function noteRequest(method: string, address: string): void {
  if (method !== "GET") return;
  if (!reads.includes(address)) reads = [...reads, address].slice(-most);
}

/** Starts over: another page is opened. */
export function forgetRequests(): void {
  reads = [];
}

/** What this page read, in the order in which it asked. */
export function readRequests(): readonly string[] {
  return reads;
}
