import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { pricesChanged } from "../../lib/changed.ts";
import { problemOf } from "../../lib/problem.ts";
import { dateTimeText, zonedText } from "../../lib/time.ts";
import { isPlan, type PriceChange, pricesText, whoChanged } from "./change.ts";
import { priceHistoryQuery, withdrawPlan } from "./queries.ts";

/** The prices that a model will have, each with a way to give it up before its time. */
export function PricePlans({
  provider,
  model,
  mayUpdate,
}: {
  readonly provider: string;
  readonly model: string;
  readonly mayUpdate: boolean;
}) {
  const queries = useQueryClient();
  const { data } = useQuery(priceHistoryQuery(provider, model));
  const [asked, setAsked] = useState<PriceChange>();
  const withdraw = useMutation({
    mutationFn: (from: string) => withdrawPlan(provider, model, from),
    onSuccess: async () => {
      setAsked(undefined);
      await pricesChanged(queries);
      toastDone(`Planned price of ${model} withdrawn.`);
    },
  });
  const plans = (data ?? []).filter(isPlan).reverse();
  if (plans.length === 0) return null;
  return (
    <Callout tone="info" title={plans.length === 1 ? "A price is planned" : "Prices are planned"}>
      <ul className="mt-1 flex list-none flex-col gap-2">
        {plans.map((plan) => (
          <li key={plan.id} className="flex flex-col items-start gap-1">
            <span>From {zonedText(plan.effective_from)}</span>
            <span className="text-caption tabular-nums">{pricesText(plan)}</span>
            {mayUpdate ? (
              <Button
                size="sm"
                onClick={() => {
                  withdraw.reset();
                  setAsked(plan);
                }}
              >
                Withdraw planned price
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => (open ? undefined : setAsked(undefined))}
        title={`Withdraw the planned price of ${model}?`}
        confirm="Withdraw planned price"
        consequences={
          asked === undefined
            ? []
            : [
                `The prices do not change on ${dateTimeText(asked.effective_from)}.`,
                "The plan stays in the history.",
              ]
        }
        pending={withdraw.isPending}
        error={withdraw.error === null ? undefined : problemOf(withdraw.error).message}
        onConfirm={() => (asked === undefined ? undefined : withdraw.mutate(asked.effective_from))}
      />
    </Callout>
  );
}

function textOf(change: PriceChange): string {
  if (change.removed) return "Custom price removed";
  if (change.withdrawn_at !== null) return `Withdrawn before its time · ${pricesText(change)}`;
  return isPlan(change) ? `Planned · ${pricesText(change)}` : pricesText(change);
}

/** Every change of a price, the newest first. */
export function PriceHistory({
  provider,
  model,
}: {
  readonly provider: string;
  readonly model: string;
}) {
  const { data, error } = useQuery(priceHistoryQuery(provider, model));
  return (
    <section aria-labelledby="price-history" className="flex flex-col gap-2">
      <h3 id="price-history" className="text-h3">
        History
      </h3>
      {error === null ? null : (
        <p role="alert" className="text-danger-text text-dense">
          {problemOf(error).message}
        </p>
      )}
      {data === undefined && error === null ? <Skeleton count={3} /> : null}
      <ol className="flex list-none flex-col divide-y divide-border-subtle">
        {data?.map((change) => (
          <li key={change.id} className="flex flex-col gap-0.5 py-2 text-caption">
            <span className="flex justify-between gap-2 text-text-secondary">
              <span>{whoChanged(change)}</span>
              <RelativeTime value={change.effective_from} />
            </span>
            <span className="text-text-secondary tabular-nums">
              {zonedText(change.effective_from)}
            </span>
            <span className="tabular-nums">{textOf(change)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
