import { Badge } from "../../components/badge/badge.tsx";
import { Button } from "../../components/button/button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { DateTime } from "../../components/date-time/date-time.tsx";
import { Money } from "../../components/money/money.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { Select } from "../../components/select/select.tsx";
import { EmptyState, FilteredEmpty } from "../../components/states/states.tsx";
import type { Problem } from "../../lib/problem.ts";
import { changeWord, type PriceChange, whoChanged } from "./change.ts";
import { priceKinds, pricesOf } from "./queries.ts";
import { modelKey } from "./search.ts";

/** Everything that the history of all prices shows. */
export interface HistoryViewProps {
  /** Undefined until the first answer. */
  readonly changes: readonly PriceChange[] | undefined;
  readonly providers: readonly string[];
  /** Empty: of all. */
  readonly provider: string;
  /** `custom`, `default`, or empty for both. */
  readonly source: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly pendingOlder: boolean;
  /** Undefined at the end. */
  readonly onOlder: (() => void) | undefined;
  readonly onFilter: (filter: { readonly provider?: string; readonly source?: string }) => void;
  readonly onRetry: () => void;
}

const sources = [
  { value: "all", label: "All" },
  { value: "custom", label: "Custom" },
  { value: "default", label: "Book" },
] as const;

const columns: readonly Column<PriceChange>[] = [
  {
    key: "model",
    label: "Model",
    cell: ({ model }) => (
      <span className="block truncate font-mono max-sm:whitespace-normal" title={model}>
        {model}
      </span>
    ),
  },
  {
    key: "provider",
    label: "Provider",
    width: "w-24",
    from: "lg",
    cell: ({ provider }) => provider,
  },
  {
    key: "change",
    label: "Change",
    width: "w-24",
    stacked: "status",
    cell: (change) => <Badge>{changeWord(change)}</Badge>,
  },
  ...priceKinds.map(
    ({ name, label }, at): Column<PriceChange> => ({
      key: name,
      label,
      align: "end",
      width: "w-24",
      stacked: at < 2 ? "fact" : "none",
      from: at < 2 ? "md" : "xl",
      cell: (change) =>
        change.removed ? (
          <span role="img" aria-label="none">
            –
          </span>
        ) : (
          <Money micros={pricesOf(change)[name]} />
        ),
    }),
  ),
  { key: "by", label: "By", width: "w-24", stacked: "fact", cell: whoChanged },
  {
    key: "from",
    label: "Holds from",
    width: "w-40",
    from: "md",
    stacked: "fact",
    cell: ({ effective_from }) => <DateTime value={effective_from} />,
  },
];

/** Every change of every price, the newest first, planned ones included. */
export function HistoryView(props: HistoryViewProps) {
  const { changes, problem, onFilter, providers, provider, source, onOlder } = props;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Price history"
        meta="US dollars per million tokens · what was ever in effect or planned, and by whom"
      />
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not in every browser of the floor */}
      <div role="search" className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Source"
          options={sources}
          value={sources.find(({ value }) => value === source)?.value ?? "all"}
          onChange={(value) => onFilter({ source: value === "all" ? "" : value })}
        />
        <div className="min-w-0 basis-48">
          <Select
            label="Provider"
            value={provider === "" ? "any" : provider}
            onChange={(value) => onFilter({ provider: value === "any" ? "" : value })}
            options={[
              { value: "any", label: "All providers" },
              ...providers.map((name) => ({ value: name, label: name })),
            ]}
          />
        </div>
      </div>
      <DataTable
        caption="Changes of prices, the newest first"
        columns={columns}
        rows={changes}
        rowKey={({ id }) => id}
        rowName={({ model }) => model}
        rowTo={({ provider: of, model }) =>
          `/ai/prices?${new URLSearchParams({ model: modelKey(of, model) })}`
        }
        busy={props.busy}
        error={loadFailure("The history", problem, props.onRetry)}
        empty={
          provider === "" && source === "" ? (
            <EmptyState title="No prices yet.">
              Every price that a release brings or a person sets is listed here.
            </EmptyState>
          ) : (
            <FilteredEmpty
              what="changes"
              query={[provider, source].filter(Boolean).join(" ")}
              onClear={() => onFilter({ provider: "", source: "" })}
            />
          )
        }
      />
      {changes === undefined || changes.length === 0 ? null : (
        <div className="flex justify-center py-2 text-caption text-text-secondary">
          {onOlder === undefined ? (
            "Beginning of the history"
          ) : (
            <Button pending={props.pendingOlder} onClick={onOlder}>
              Load older
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
