import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "../../components/field/field.tsx";
import { NumberInput } from "../../components/number-input/number-input.tsx";
import { moneyText } from "../../lib/money.ts";
import { problemOf } from "../../lib/problem.ts";
import { useSettled } from "../../lib/use-settled.ts";
import { type Estimated, estimateQuery } from "./queries.ts";

type Counts = Estimated["tokens"];

const first: Counts = {
  input_tokens: 1_000n,
  output_tokens: 500n,
  cache_read_input_tokens: 0n,
  cache_write_input_tokens: 0n,
};

const fields = [
  { name: "input_tokens", label: "Input" },
  { name: "output_tokens", label: "Output" },
  { name: "cache_read_input_tokens", label: "Cache read" },
  { name: "cache_write_input_tokens", label: "Cache write" },
] as const;

/** What tokens of a model cost at the price in effect, as the server computes it. */
export function Estimate({
  provider,
  model,
}: {
  readonly provider: string;
  readonly model: string;
}) {
  const [counts, setCounts] = useState<Counts>(first);
  const tokens = useSettled(counts, 300);
  const { data, error } = useQuery(estimateQuery({ provider, model, tokens }));
  return (
    <section aria-labelledby="estimate" className="flex flex-col gap-3">
      <h3 id="estimate" className="text-h3">
        What a request costs
      </h3>
      <div className="grid grid-cols-2 gap-3">
        {fields.map(({ name, label }) => (
          <Field key={name} label={`${label} tokens`}>
            <NumberInput
              name={name}
              value={counts[name]}
              onChange={(value) => setCounts({ ...counts, [name]: value ?? 0n })}
            />
          </Field>
        ))}
      </div>
      <p role="status" className="text-dense">
        {error !== null ? (
          <span className="text-danger-text">{problemOf(error).message}</span>
        ) : data === undefined ? (
          "…"
        ) : data.cost_micros === null ? (
          "The cost is not known: a price is missing."
        ) : (
          <>
            <strong className="font-semibold tabular-nums">
              {moneyText(BigInt(data.cost_micros))}
            </strong>{" "}
            at the price in effect
          </>
        )}
      </p>
    </section>
  );
}
