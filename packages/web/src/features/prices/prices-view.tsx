import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Pager, pageCount } from "../../components/pager/pager.tsx";
import { Select } from "../../components/select/select.tsx";
import { EmptyState, FilteredEmpty } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import type { Problem } from "../../lib/problem.ts";
import { dateText } from "../../lib/time.ts";
import { priceColumns } from "./columns.tsx";
import { Moved, Unpriced } from "./price-notices.tsx";
import type { PricedModel } from "./queries.ts";
import { sortedModels } from "./sorted.ts";
import type { UnpricedModel } from "./unpriced.ts";

/** What the list is limited to; empty texts are no limit. */
export interface PriceFilter {
  readonly q: string;
  readonly provider: string;
  /** `custom`, `moved` (custom, and the book changed since), `book`, or empty for all. */
  readonly source: string;
}

/** Everything that the price book shows. */
export interface PricesViewProps extends PriceFilter {
  /** Undefined until the first answer. */
  readonly models: readonly PricedModel[] | undefined;
  /** Undefined while it is on its way. */
  readonly unpriced: readonly UnpricedModel[] | undefined;
  /** A column, with a minus for descending; empty: by provider and model. */
  readonly sort: string;
  readonly page: number;
  readonly size: number;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly mayUpdate: boolean;
  readonly addressOf: (key: string) => string;
  readonly onFilter: (filter: Partial<PriceFilter>) => void;
  readonly onSort: (sort: string) => void;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
  readonly onRetry: () => void;
  readonly onImport: () => void;
  readonly onAdd: (provider: string, model: string) => void;
}

/** The models that a filter leaves, in their order. Words are looked for in provider and id. */
export function filteredModels(
  models: readonly PricedModel[],
  { q, provider, source }: PriceFilter,
): readonly PricedModel[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((each) => {
    if (provider !== "" && each.provider !== provider) return false;
    if (source === "custom" && each.custom === undefined) return false;
    if (source === "moved" && each.bookMoved === undefined) return false;
    if (source === "book" && each.custom !== undefined) return false;
    const text = each.key.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** "book of 14 Nov 2026", "6 custom"; nothing before there are models. */
function factsOf(models: readonly PricedModel[]): readonly string[] {
  if (models.length === 0) return [];
  const changes = models.flatMap(({ bookChanged }) => bookChanged ?? []).sort();
  const last = changes.at(-1);
  const custom = models.filter((each) => each.custom !== undefined).length;
  return [...(last === undefined ? [] : [`book of ${dateText(last)}`]), `${custom} custom`];
}

/** What AI models cost: the book of the release and the prices that replace it. */
export function PricesView(props: PricesViewProps) {
  const { models, size, problem, mayUpdate } = props;
  const rows =
    models === undefined ? undefined : sortedModels(filteredModels(models, props), props.sort);
  const pages = pageCount(rows?.length ?? 0, size);
  const page = Math.min(props.page, pages);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Prices"
        count={models?.length}
        meta={["US dollars per million tokens", ...factsOf(models ?? [])].join(" · ")}
        actions={
          <>
            <LinkButton variant="ghost" to="/ai/prices/history">
              Price history
            </LinkButton>
            {mayUpdate ? (
              <>
                <Button onClick={props.onImport}>Import prices</Button>
                <Button variant="primary" onClick={() => props.onAdd("", "")}>
                  Add custom price
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <Unpriced {...props} />
      <Moved {...props} />
      <Tools {...props} />
      <DataTable
        caption={`Prices${rows === undefined ? "" : `, ${rows.length.toLocaleString()} models`}`}
        columns={priceColumns}
        sorting={{ value: props.sort, onChange: props.onSort }}
        rows={rows?.slice((page - 1) * size, page * size)}
        rowKey={({ key }) => key}
        rowName={({ model }) => model}
        rowTo={({ key }) => props.addressOf(key)}
        busy={props.busy}
        error={loadFailure("The prices", problem, props.onRetry)}
        empty={<Empty {...props} />}
      />
      {rows === undefined ? null : (
        <Pager
          total={rows.length}
          page={page}
          size={size}
          onPage={props.onPage}
          onSize={props.onSize}
        />
      )}
    </div>
  );
}

function Tools({ models, q, provider, source, onFilter }: PricesViewProps) {
  const providers = [...new Set(models?.map((each) => each.provider))].sort();
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not in every browser of the floor
    <div role="search" className="flex flex-wrap items-center gap-2">
      <FilterInput
        label="Search prices"
        placeholder="Model or provider"
        value={q}
        onChange={(text) => onFilter({ q: text })}
        className="w-full max-w-dialog"
      />
      <div className="min-w-0 flex-1 basis-32 sm:w-48 sm:flex-none">
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
      <div className="min-w-0 flex-1 basis-32 sm:w-48 sm:flex-none">
        <Select
          label="Source"
          value={source === "" ? "any" : source}
          onChange={(value) => onFilter({ source: value === "any" ? "" : value })}
          options={[
            { value: "any", label: "In effect" },
            { value: "custom", label: "Custom" },
            { value: "moved", label: "Custom, book moved" },
            { value: "book", label: "From the book" },
          ]}
        />
      </div>
    </div>
  );
}

function Empty({ models, q, provider, source, onFilter }: PricesViewProps) {
  if (models !== undefined && models.length > 0) {
    return (
      <FilteredEmpty
        what="models"
        query={[q, provider, source].filter(Boolean).join(" ")}
        onClear={() => onFilter({ q: "", provider: "", source: "" })}
      />
    );
  }
  return (
    <EmptyState title="No prices yet.">
      Prices turn tokens into dollars. Without one the cost of a model is not known.
    </EmptyState>
  );
}
