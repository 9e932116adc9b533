import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { several } from "../../lib/money.ts";
import { providers } from "./price-draft.ts";
import type { PricedModel } from "./queries.ts";
import type { UnpricedModel } from "./unpriced.ts";

/** A price belongs to a type of provider; `openai-compat` is anybody, so it has none. */
function canHavePrice(provider: string): boolean {
  return providers.some((each) => each === provider);
}

/** Models that are used without a price, each with the way to one. */
export function Unpriced({
  unpriced,
  mayUpdate,
  onAdd,
}: {
  readonly unpriced: readonly UnpricedModel[] | undefined;
  readonly mayUpdate: boolean;
  readonly onAdd: (provider: string, model: string) => void;
}) {
  if (unpriced === undefined) return null;
  if (unpriced.length === 0) {
    return (
      <p className="text-dense text-text-secondary">
        Every model that was used in the last 30 days has a price.
      </p>
    );
  }
  const count = unpriced.length;
  return (
    <Callout
      tone="warning"
      title={
        count === 1 ? "1 model is used without price" : `${count} models are used without price`
      }
    >
      <ul className="mt-1 flex list-none flex-col gap-1">
        {unpriced.slice(0, 10).map(({ provider, model, records }) => (
          <li key={`${provider}/${model}`} className="flex flex-wrap items-center gap-2">
            <code className="[overflow-wrap:anywhere]">{model}</code>
            <span className="text-text-secondary">
              {provider ?? "unknown provider"} · {several(records, "record")} without cost
            </span>
            {mayUpdate && provider !== null && canHavePrice(provider) ? (
              <Button size="sm" onClick={() => onAdd(provider, model)}>
                Set price of {model}
              </Button>
            ) : null}
          </li>
        ))}
        {count > 10 ? <li>and {count - 10} more</li> : null}
      </ul>
    </Callout>
  );
}

/** Custom prices that the book has left behind: nobody looks at them again unless told. */
export function Moved({
  models,
  source,
  onFilter,
}: {
  readonly models: readonly PricedModel[] | undefined;
  readonly source: string;
  readonly onFilter: (filter: { q: string; provider: string; source: string }) => void;
}) {
  const count = models?.filter((each) => each.bookMoved !== undefined).length ?? 0;
  if (count === 0 || source === "moved") return null;
  return (
    <Callout
      tone="warning"
      title={
        count === 1
          ? "The book changed 1 model after its custom price was set"
          : `The book changed ${count} models after their custom prices were set`
      }
      action={
        <Button size="sm" onClick={() => onFilter({ q: "", provider: "", source: "moved" })}>
          Show {count === 1 ? "it" : "them"}
        </Button>
      }
    >
      Custom prices stay in effect until somebody changes or removes them.
    </Callout>
  );
}
