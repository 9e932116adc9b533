import { Field } from "../../components/field/field.tsx";
import { MoneyInput } from "../../components/number-input/number-input.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { moneyText } from "../../lib/money.ts";

/** A price while it is edited: an amount, free, not known; undefined for a text that is no amount. */
export type DraftPrice = bigint | null | undefined;

/** One of the four prices: known, free or unknown, with the price of the book beside. */
export function PriceField({
  name,
  label,
  value,
  book,
  error,
  onChange,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: DraftPrice;
  /** The price of the book; undefined where the book has no such model. */
  readonly book: bigint | null | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: DraftPrice) => void;
}) {
  const state = value === null ? "unknown" : value === 0n ? "free" : "known";
  return (
    <Field
      group
      label={label}
      error={error}
      help={book === undefined ? undefined : `Book: ${moneyText(book)}`}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          size="sm"
          label={`${label} price`}
          value={state}
          onChange={(next) =>
            onChange(next === "unknown" ? null : next === "free" ? 0n : (book ?? undefined))
          }
          options={[
            { value: "known", label: "Known" },
            { value: "free", label: "Free" },
            { value: "unknown", label: "Unknown" },
          ]}
        />
        {state === "known" ? (
          <MoneyInput
            name={name}
            aria-label={`${label} in US dollars per million tokens`}
            value={value ?? null}
            // An empty field is not "unknown": that is said by the choice beside it.
            onChange={(next) => onChange(next ?? undefined)}
            className="max-w-40"
          />
        ) : null}
      </div>
    </Field>
  );
}
