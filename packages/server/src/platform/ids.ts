import { randomUUID } from "node:crypto";

/** The UUID with all bits zero; the wire's "no such object" (RFC 9562 §5.9). */
export const nilUuid = "00000000-0000-0000-0000-000000000000";

/** The wire form of "never": Go's zero time, sent where a time is required but nothing happened yet. */
export const zeroTime = "0001-01-01T00:00:00Z";

/** Makes a random UUID, version 4, lower case with hyphens (RFC 9562 §5.4). */
export function newId(): string {
  return randomUUID();
}
