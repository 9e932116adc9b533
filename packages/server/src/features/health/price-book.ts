import { zeroTime } from "@gatehouse/contract";
import type { Services } from "../../context/services.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { findingSection, type HealthReport, soundSection } from "./sections.ts";

type PriceBookSection = NonNullable<HealthReport["ai_price_book"]>;

/**
 * Which price book is active (spec ai-prices §4.5). A book that could not be applied is a warning, never
 * an error: everything but new prices works.
 */
export async function checkPriceBook(
  priceBook: Pick<Services["priceBook"], "status">,
): Promise<PriceBookSection> {
  try {
    const { digest, rowCount, appliedAt, lastError } = await priceBook.status();
    const facts = {
      rows: rowCount,
      seed_digest: digest,
      applied_at: appliedAt === null ? zeroTime : wireTime(appliedAt),
      last_error: lastError,
    };
    if (lastError === "") return { ...soundSection(), ...facts };
    return { ...notApplied(lastError), ...facts };
  } catch {
    const lastError = "the database does not tell which book is active";
    return {
      ...notApplied(lastError),
      ...{ rows: 0, seed_digest: "", applied_at: zeroTime, last_error: lastError },
    };
  }
}

function notApplied(error: string) {
  const message = `The price book of this release was not applied: ${error}`;
  const finding = findingSection("warning", { code: "EAPB01", message });
  return { ...finding, error: `EAPB01: ${message}` };
}
