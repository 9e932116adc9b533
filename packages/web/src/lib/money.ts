const perDollar = 1_000_000n;
const perCent = 10_000n;

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Micro-dollars as text: "$12.34", whole cents where nothing is lost, up to six decimals below one cent and where cents
 * would hide a part. Null is "–": not known, which is not the same as free.
 */
export function moneyText(micros: bigint | null): string {
  if (micros === null) return "–";
  const size = micros < 0n ? -micros : micros;
  const whole = size / perDollar;
  const exact = String(size % perDollar).padStart(6, "0");
  const decimals =
    size < perCent || size % perCent !== 0n ? exact.replace(/0{1,4}$/, "") : exact.slice(0, 2);
  return `${micros < 0n ? "−" : ""}$${grouped(String(whole))}.${decimals}`;
}

/** Micro-dollars to whole cents, for sums: "$1,204.18". Half a cent and more counts as one. */
export function roundedMoneyText(micros: bigint | null): string {
  if (micros === null) return "–";
  const size = micros < 0n ? -micros : micros;
  const cents = (size + perCent / 2n) / perCent;
  return moneyText((micros < 0n ? -1n : 1n) * cents * perCent);
}

/** Micro-dollars as they are typed, without sign and separators: "12.34", "0.0105". */
export function moneyInput(micros: bigint | null): string {
  return micros === null ? "" : moneyText(micros).replaceAll(/[$,]/g, "").replace("−", "-");
}

/**
 * Reads an amount as typed: dollars with at most six decimals, with or without a dollar sign and separators. Empty text
 * is null; undefined when it is no amount. Never goes through a floating-point number.
 */
export function readMoney(text: string): bigint | null | undefined {
  const plain = text.trim().replace(/^\$/, "").replaceAll(",", "");
  if (plain === "") return null;
  const match = /^(\d{1,12})(?:\.(\d{0,6}))?$|^\.(\d{1,6})$/.exec(plain);
  if (match === null) return undefined;
  const whole = BigInt(match[1] ?? "0");
  const part = BigInt((match[2] ?? match[3] ?? "").padEnd(6, "0"));
  return whole * perDollar + part;
}

/** A count with separators; from ten million on shortened: "12.4 M". */
export function countText(count: bigint | number): string {
  const value = BigInt(count);
  if (value < 10_000_000n) return value.toLocaleString("en");
  const [size, unit] = value < 1_000_000_000n ? [1_000_000n, "M"] : [1_000_000_000n, "B"];
  const tenths = (value * 10n) / size;
  return `${(tenths / 10n).toLocaleString("en")}.${tenths % 10n} ${unit}`;
}

/** A count with its noun: "1 request", "1,204 requests". */
export function several(count: bigint | number, what: string): string {
  return `${countText(count)} ${what}${BigInt(count) === 1n ? "" : "s"}`;
}

/** Share of a limit that is spent, to four digits; more than 1 is over. A limit of 0 is used up. */
export function shareOf(spent: bigint, limit: bigint): number {
  return limit === 0n ? 1 : Number((spent * 10_000n) / limit) / 10_000;
}
