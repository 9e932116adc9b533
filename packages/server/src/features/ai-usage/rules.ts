import { nilUuid, writeJson, zeroTime } from "@gatehouse/contract";

/** A record as decoded; what was not given has the zero value. */
export interface GivenRecord {
  id: string;
  user_id?: string | undefined;
  username: string;
  provider_name: string;
  provider: string;
  model: string;
  input_tokens: bigint;
  output_tokens: bigint;
  cache_read_input_tokens: bigint;
  cache_write_input_tokens: bigint;
  created_at: string;
  provider_response_id: string;
  client: string;
  session_id: string;
  metadata: Record<string, unknown>;
  reservation_id?: string | undefined;
}

/** What a record is judged against. */
export interface RecordBounds {
  now: Date;
  /** Older records would be purged at once; null: nothing is. */
  horizon: Date | null;
}

const maxAheadMs = 5 * 60_000;
const maxModelLength = 255;
const maxTextLength = 255;
const maxMetadataBytes = 8192;
const maxTokens = 1_000_000_000_000n;

/** The four token counts in the order of the wire. */
export const tokenFields = [
  "input_tokens",
  "output_tokens",
  "cache_read_input_tokens",
  "cache_write_input_tokens",
] as const;

/** Why a record cannot be taken, whoever sends it; null where it can (spec ai-prices §9.3). */
export function recordFault(record: GivenRecord, bounds: RecordBounds): string | null {
  return (
    identityFault(record) ?? tokenFault(record) ?? timeFault(record, bounds) ?? extraFault(record)
  );
}

function identityFault(record: GivenRecord): string | null {
  if (record.id === nilUuid) return "id: must be given";
  if (record.user_id === undefined && record.username === "") {
    return "user_id: this or username must be given";
  }
  if (record.user_id !== undefined && record.username !== "") {
    return "username: must not be given together with user_id";
  }
  if (record.provider === "" && record.provider_name === "") {
    return "provider: this or provider_name must be given";
  }
  if (record.model === "" || exceeds(record.model, maxModelLength)) {
    return `model: must have 1 to ${maxModelLength} characters`;
  }
  return null;
}

/** Each count alone: a negative one must not be offset by another. */
function tokenFault(record: GivenRecord): string | null {
  const wrong = tokenFields.find((field) => record[field] < 0n || record[field] > maxTokens);
  if (wrong !== undefined) return `${wrong}: must be 0 to ${maxTokens}`;
  const used = tokenFields.some((field) => record[field] > 0n);
  return used ? null : "input_tokens: at least one count must be greater than 0";
}

function timeFault({ created_at }: GivenRecord, { now, horizon }: RecordBounds): string | null {
  if (created_at === zeroTime) return "created_at: must be given";
  const at = Date.parse(created_at);
  if (at > now.getTime() + maxAheadMs) return "created_at: is more than five minutes ahead";
  if (horizon !== null && at < horizon.getTime())
    return "created_at: is older than records are kept";
  return null;
}

function extraFault(record: GivenRecord): string | null {
  const texts = [
    "provider_name",
    "provider",
    "provider_response_id",
    "client",
    "session_id",
  ] as const;
  const long = texts.find((field) => exceeds(record[field], maxTextLength));
  if (long !== undefined) return `${long}: must have ${maxTextLength} characters at most`;
  const bytes = Buffer.byteLength(writeJson(record.metadata));
  return bytes > maxMetadataBytes ? "metadata: must have 8 KiB at most" : null;
}

/** Whether a text has more characters than this; pairs of surrogates are one. */
function exceeds(text: string, characters: number): boolean {
  return text.length > characters && Array.from(text).length > characters;
}
