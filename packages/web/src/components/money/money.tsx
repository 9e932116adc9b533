import { countText, moneyText, roundedMoneyText } from "../../lib/money.ts";

/** An amount of micro-dollars; null is "–", zero is "$0.00". Sums are rounded to cents, with the exact value on hover. */
export function Money({
  micros,
  rounded = false,
}: {
  readonly micros: bigint | null;
  readonly rounded?: boolean;
}) {
  if (micros === null)
    return (
      <span role="img" aria-label="unknown">
        –
      </span>
    );
  const exact = moneyText(micros);
  return (
    <span className="whitespace-nowrap tabular-nums" title={rounded ? exact : undefined}>
      {rounded ? roundedMoneyText(micros) : exact}
    </span>
  );
}

/** A number of things, with separators; the exact one on hover when it is shortened. */
export function Count({ value }: { readonly value: bigint | number }) {
  const text = countText(value);
  const exact = value.toLocaleString("en");
  return (
    <span className="whitespace-nowrap tabular-nums" title={text === exact ? undefined : exact}>
      {text}
    </span>
  );
}

/** A number of AI tokens. */
export function Tokens({ value }: { readonly value: bigint | number }) {
  return (
    <>
      <Count value={value} /> tokens
    </>
  );
}

/** The place of a value that there is none of. */
export function Nothing() {
  return (
    <span role="img" aria-label="none" className="text-text-tertiary">
      –
    </span>
  );
}
