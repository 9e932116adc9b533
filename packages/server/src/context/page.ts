import { failField } from "@gatehouse/contract";

/**
 * Refuses a page of no rows, which would look like the end of a list. The decoder cannot: to it 0 is as good as
 * absent (spec users §1.3).
 */
export function refuseEmptyPage(limit: number | undefined): void {
  if (limit === 0) failField("limit", "must be 1 or more");
}
