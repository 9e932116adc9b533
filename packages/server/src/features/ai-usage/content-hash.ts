import { hash } from "node:crypto";
import { writeJson } from "@gatehouse/contract";
import { type GivenRecord, tokenFields } from "./rules.ts";

/**
 * The digest that tells a repeated record from another one with the same id: SHA-256 over the fields in
 * their order, integers in decimal, the user by id (spec ai-prices §9.5).
 */
export function contentHash(record: GivenRecord, userId: string): Buffer {
  const { id, provider_name, provider, model } = record;
  const canonical = [
    listed([id, userId, provider_name, provider, model]),
    tokenFields.map((field) => record[field]).join(","),
    listed([record.created_at, record.provider_response_id, record.client, record.session_id]),
    writeJson(sorted(record.metadata)),
    JSON.stringify(record.reservation_id ?? null),
  ].join(",");
  return hash("sha256", `[${canonical}]`, "buffer");
}

/** Texts as the members of a JSON list. */
function listed(texts: readonly string[]): string {
  return JSON.stringify(texts).slice(1, -1);
}

/** A value with the members of its objects in order, so that their order does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, member]) => [name, sorted(member)]);
}
