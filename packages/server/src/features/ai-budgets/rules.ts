import { maxLimitMicros, type Validation } from "@gatehouse/contract";

/** Judges a given limit: absent is not 0, which blocks. */
export function limitFaults(limit: bigint | undefined): Validation[] {
  const field = "spend_limit_micros";
  if (limit === undefined) return [{ field, detail: "must be given; 0 blocks" }];
  if (limit >= 0n && limit <= maxLimitMicros) return [];
  return [{ field, detail: `must be 0 to ${maxLimitMicros}, not ${limit}` }];
}

/** Whether the limit is reached; without one it never is, with 0 always. */
export function isExceeded(limit: bigint | null, spend: bigint): boolean {
  return limit !== null && spend >= limit;
}

/** The percentages that a rise of the spend from `before` to `after` crosses; none with the limit 0. */
export function crossedThresholds(
  percents: readonly bigint[],
  limit: bigint,
  before: bigint,
  after: bigint,
): bigint[] {
  if (limit === 0n) return [];
  return percents.filter((percent) => {
    const at = (limit * percent) / 100n;
    return before < at && at <= after;
  });
}
