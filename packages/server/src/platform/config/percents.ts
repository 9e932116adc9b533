/**
 * Reads the option `ai-budget-thresholds`: whole percentages from 1 to 100 with commas between. Gives them in ascending
 * order, and 100 always. Throws an Error whose text says what is wrong.
 */
export function parsePercents(text: string): readonly bigint[] {
  const percents = new Set([100n]);
  for (const part of text.split(",")) {
    const digits = part.trim();
    if (!/^(?:[1-9]\d?|100)$/.test(digits)) {
      throw new Error("is not a list of whole percentages from 1 to 100, such as 50,85,100");
    }
    percents.add(BigInt(digits));
  }
  return [...percents].sort((a, b) => Number(a - b));
}
