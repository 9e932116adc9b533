import { TriangleAlert } from "lucide-react";
import { Badge } from "../../components/badge/badge.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { Money } from "../../components/money/money.tsx";
import { type PricedModel, priceKinds } from "./queries.ts";

function Source({ model: { custom, bookMoved } }: { readonly model: PricedModel }) {
  if (custom === undefined) return "Book";
  if (bookMoved === undefined) return <Badge tone="accent">Custom</Badge>;
  return (
    <Badge tone="warning" icon={<TriangleAlert aria-hidden size={12} strokeWidth={1.75} />}>
      Custom, book moved
    </Badge>
  );
}

/** The columns of the price book; amounts are US dollars per million tokens. */
export const priceColumns: readonly Column<PricedModel>[] = [
  {
    key: "model",
    label: "Model",
    sort: "model",
    cell: ({ model }) => (
      <span className="block truncate font-mono max-sm:whitespace-normal" title={model}>
        {model}
      </span>
    ),
  },
  {
    key: "provider",
    label: "Provider",
    sort: "provider",
    width: "w-24",
    from: "md",
    stacked: "fact",
    cell: ({ provider }) => provider,
  },
  ...priceKinds.map(
    ({ name, label }, at): Column<PricedModel> => ({
      key: name,
      label,
      sort: name,
      align: "end",
      width: "w-24",
      stacked: at < 2 ? "fact" : "none",
      ...(at < 2 ? {} : { from: "lg" as const }),
      cell: ({ custom, book }) => <Money micros={(custom ?? book)?.[name] ?? null} />,
    }),
  ),
  {
    key: "source",
    label: "Source",
    width: "w-36",
    stacked: "status",
    cell: (model) => <Source model={model} />,
  },
  {
    key: "changed",
    label: "Changed",
    sort: "changed",
    width: "w-24",
    from: "xl",
    stacked: "none",
    cell: ({ changed }) => <RelativeTime value={changed} />,
  },
];
