/** Micro-units in one dollar. */
const microsPerDollar = 1_000_000n;

/** Micro-units as dollars for people, cut to whole cents: `$500.00`. Not negative. */
export function dollars(micros: bigint): string {
  const cents = (micros % microsPerDollar) / 10_000n;
  return `$${micros / microsPerDollar}.${String(cents).padStart(2, "0")}`;
}

/**
 * A price as dollars, exact: two decimals, and more where the price has them, so that a price below one
 * cent is not shown as free (`$0.0036`).
 */
export function exactDollars(micros: bigint): string {
  const fraction = String(micros % microsPerDollar).padStart(6, "0");
  const shown = fraction.slice(0, 2) + fraction.slice(2).replace(/0+$/, "");
  return `$${micros / microsPerDollar}.${shown}`;
}
