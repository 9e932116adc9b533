import { useQuery } from "@tanstack/react-query";
import { Combobox } from "../../components/combobox/combobox.tsx";
import type { PickOption } from "../../components/combobox/use-options.ts";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { Count, Money, Nothing } from "../../components/money/money.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { roundedMoneyText } from "../../lib/money.ts";
import { problemOf } from "../../lib/problem.ts";
import { changeText } from "./change-text.ts";
import { pricedModelsQuery, type Repriced, repriceQuery } from "./reprice-queries.ts";
import type { UsageRange } from "./usage.ts";

/** A model that has a price. */
interface ModelOption extends PickOption {
  readonly key: string;
}

function columnsFor(model: string): readonly Column<Repriced>[] {
  return [
    {
      key: "model",
      label: "Model that was used",
      cell: ({ model: name, provider }) => (
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="font-mono [overflow-wrap:anywhere]">{name}</span>
          <span className="text-caption text-text-tertiary">{provider ?? "unknown provider"}</span>
        </span>
      ),
    },
    {
      key: "records",
      label: "Requests",
      align: "end",
      width: "w-28",
      from: "md",
      stacked: "none",
      cell: ({ records }) => <Count value={records} />,
    },
    {
      key: "cost",
      label: "Cost",
      align: "end",
      width: "w-32",
      stacked: "fact",
      cell: ({ cost, isKnown }) => (isKnown ? <Money micros={cost} rounded /> : <Nothing />),
    },
    {
      key: "repriced",
      label: `With ${model}`,
      align: "end",
      width: "w-56",
      stacked: "fact",
      cell: ({ repriced }) => <Money micros={repriced} rounded />,
    },
  ];
}

/** "$300.06 would have been $120.11 with claude-haiku-4-5: 60 % less." of models whose cost is known. */
export function repricedText(rows: readonly Repriced[], model: string): string {
  const known = rows.filter(({ isKnown }) => isKnown);
  const sum = (pick: (row: Repriced) => bigint) => known.reduce((all, row) => all + pick(row), 0n);
  const [cost, other] = [sum((row) => row.cost), sum((row) => row.repriced)];
  const sentence = `${roundedMoneyText(cost)} would have been ${roundedMoneyText(other)} with ${model}`;
  if (cost === 0n) return `${sentence}.`;
  return `${sentence}: ${changeText(cost, other)}.`;
}

/** What the usage of a range would have cost with another model; for who may read prices. */
export function Reprice({
  range,
  at,
  onAt,
}: {
  readonly range: UsageRange;
  /** Provider and model of the address, `openai/gpt-5`; empty: none is chosen. */
  readonly at: string;
  readonly onAt: (at: string) => void;
}) {
  const models = useQuery(pricedModelsQuery);
  const repriced = useQuery(repriceQuery(at, range));
  const options: readonly ModelOption[] = (models.data ?? []).map(({ provider, model }) => ({
    key: `${provider}/${model}`,
    label: model,
    secondary: provider,
  }));
  const failed = models.error ?? repriced.error;
  const chosen = options.find(({ key }) => key === at) ?? null;
  const model = at.slice(at.indexOf("/") + 1);
  return (
    <section aria-labelledby="reprice" className="flex flex-col gap-3 pt-4">
      <h2 id="reprice" className="text-h2">
        With another model
      </h2>
      <Field
        label="Model"
        help="The tokens of every request at its price of today. Providers count tokens in their own ways, so this is an estimate; nothing is changed."
        className="max-w-dialog"
      >
        <Combobox
          mono
          source={options}
          value={chosen}
          placeholder="Find a model"
          onChange={(option) => onAt(option?.key ?? "")}
        />
      </Field>
      <FormAlert problem={failed === null ? undefined : problemOf(failed)} />
      {repriced.data?.isPriced === false ? <p role="status">{model} has no price.</p> : null}
      {repriced.data?.isPriced !== true || at === "" ? null : (
        <>
          <p role="status">{repricedText(repriced.data.rows, model)}</p>
          <DataTable
            caption={`Cost with ${model}`}
            columns={columnsFor(model)}
            rows={repriced.data.rows}
            rowKey={({ key }) => key}
            rowName={({ model: name }) => name}
            busy={repriced.isFetching}
            empty={<EmptyState title="No AI use in these days." />}
          />
        </>
      )}
    </section>
  );
}
