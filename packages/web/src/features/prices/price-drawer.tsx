import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Drawer } from "../../components/drawer/drawer.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { Select } from "../../components/select/select.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { pricesChanged } from "../../lib/changed.ts";
import { moneyText } from "../../lib/money.ts";
import { problemOf } from "../../lib/problem.ts";
import { shownZoneName } from "../../lib/time-zone.ts";
import { Estimate } from "./estimate.tsx";
import { entryIn, estimateText, type PriceDraft, providers } from "./price-draft.ts";
import { PriceField } from "./price-field.tsx";
import { PriceHistory, PricePlans } from "./price-history.tsx";
import { type PricedModel, priceKinds, removeCustomPrice, setPrices } from "./queries.ts";

interface PriceDrawerProps {
  readonly provider: string;
  readonly model: string;
  /** Undefined for a model that has no price yet. */
  readonly priced: PricedModel | undefined;
  readonly mayUpdate: boolean;
  readonly onClose: () => void;
}

const unknown = {
  input_price: null,
  output_price: null,
  cache_read_price: null,
  cache_write_price: null,
};

function unitText(provider: string): string {
  const unit = "US dollars per million tokens";
  return provider === "" ? unit : `${provider} · ${unit}`;
}

/** The price of one model: edit, plan, go back to the book, and what happened to it. */
export function PriceDrawer(props: PriceDrawerProps) {
  const { priced, mayUpdate, onClose } = props;
  const queries = useQueryClient();
  const [draft, setDraft] = useState<PriceDraft>({
    provider: props.provider,
    model: props.model,
    from: "",
    ...(priced?.custom ?? priced?.book ?? unknown),
  });
  const [isAsking, setAsking] = useState(false);
  const [told, setTold] = useState(false);
  const done = async (text: string) => {
    await pricesChanged(queries);
    toastDone(text);
    onClose();
  };
  const save = useMutation({
    mutationFn: setPrices,
    onSuccess: () => done(`Price of ${draft.model} ${draft.from === "" ? "set" : "planned"}.`),
  });
  const remove = useMutation({
    mutationFn: () => removeCustomPrice(draft.provider, draft.model),
    onSuccess: () => done(`${draft.model} is back to the book.`),
  });
  const isNew = props.model === "";
  const submit = () => {
    setTold(true);
    const entry = entryIn(draft);
    if (entry !== undefined) save.mutate([entry]);
  };
  return (
    <Drawer
      open
      onOpenChange={onClose}
      title={isNew ? "Add custom price" : props.model}
      description={unitText(props.provider)}
      footer={
        mayUpdate ? (
          <>
            {priced?.custom === undefined ? null : (
              <Button
                onClick={() => {
                  remove.reset();
                  setAsking(true);
                }}
              >
                Remove custom price
              </Button>
            )}
            <Button variant="primary" writes pending={save.isPending} onClick={submit}>
              {draft.from === "" ? "Set price" : "Plan price"}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-5">
        <FormAlert
          problem={save.error === null ? undefined : problemOf(save.error, { model: "Model" })}
        />
        <BookMoved priced={priced} />
        <PricePlans provider={props.provider} model={props.model} mayUpdate={mayUpdate} />
        {isNew ? <ModelFields draft={draft} told={told} onDraft={setDraft} /> : null}
        {mayUpdate ? (
          <>
            {priceKinds.map(({ name, label }) => (
              <PriceField
                key={name}
                name={name}
                label={label}
                value={draft[name]}
                book={priced?.book?.[name]}
                error={
                  told && draft[name] === undefined
                    ? "Enter dollars with at most 6 decimals, such as 2.50."
                    : undefined
                }
                onChange={(value) => setDraft({ ...draft, [name]: value })}
              />
            ))}
            <Field
              label="Effective from (optional)"
              help={`Empty: from now on. At most one year ahead. The time is meant in ${shownZoneName()}.`}
            >
              <TextInput
                type="datetime-local"
                name="effective_from"
                value={draft.from}
                onChange={(event) => setDraft({ ...draft, from: event.target.value })}
              />
            </Field>
          </>
        ) : (
          <Facts priced={priced} />
        )}
        <p className="text-dense text-text-secondary" role="status">
          {mayUpdate ? estimateText(draft) : null}
        </p>
        {isNew ? null : <Estimate provider={props.provider} model={props.model} />}
        {isNew ? null : <PriceHistory provider={props.provider} model={props.model} />}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Remove the custom price of ${props.model}?`}
        confirm="Remove custom price"
        consequences={
          priced?.book === undefined
            ? ["The book has no price of this model: its cost will not be known."]
            : priceKinds.map(
                ({ name, label }) =>
                  `${label} is back to ${moneyText(priced.book?.[name] ?? null)}.`,
              )
        }
        pending={remove.isPending}
        error={remove.error === null ? undefined : problemOf(remove.error).message}
        onConfirm={() => remove.mutate()}
      />
    </Drawer>
  );
}

function BookMoved({ priced }: Pick<PriceDrawerProps, "priced">) {
  if (priced?.bookMoved === undefined) return null;
  return (
    <Callout tone="warning" title="The book changed after this custom price was set">
      Since <Moment value={priced.bookMoved} /> the book has other prices; they are shown beside
      each field.
    </Callout>
  );
}

function ModelFields({
  draft,
  told,
  onDraft,
}: {
  readonly draft: PriceDraft;
  readonly told: boolean;
  readonly onDraft: (draft: PriceDraft) => void;
}) {
  return (
    <>
      <Field
        label="Provider"
        error={told && draft.provider === "" ? "Choose a provider." : undefined}
      >
        <Select
          label="Provider"
          value={draft.provider}
          onChange={(provider) => onDraft({ ...draft, provider })}
          options={providers.map((name) => ({ value: name, label: name }))}
        />
      </Field>
      <Field
        label="Model"
        help="Its id at the provider, byte for byte."
        error={told && draft.model === "" ? "Enter the id of the model." : undefined}
      >
        <TextInput
          mono
          name="model"
          spellCheck={false}
          autoCapitalize="none"
          value={draft.model}
          onChange={(event) => onDraft({ ...draft, model: event.target.value })}
        />
      </Field>
    </>
  );
}

function Facts({ priced }: { readonly priced: PricedModel | undefined }) {
  const prices = priced?.custom ?? priced?.book;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-dense">
      {priceKinds.map(({ name, label }) => (
        <div key={name} className="contents">
          <dt className="text-text-secondary">{label}</dt>
          <dd className="tabular-nums">{moneyText(prices?.[name] ?? null)}</dd>
        </div>
      ))}
    </dl>
  );
}
