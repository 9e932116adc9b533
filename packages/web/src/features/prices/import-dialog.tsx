import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { TextArea } from "../../components/text-input/text-input.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { pricesChanged } from "../../lib/changed.ts";
import { several } from "../../lib/money.ts";
import { problemOf } from "../../lib/problem.ts";
import { planImport } from "./import-plan.ts";
import { ImportPreview } from "./import-preview.tsx";
import { type Prices, setPrices } from "./queries.ts";

const example = `{
  "prices": [
    {
      "provider": "openai",
      "model": "my-model",
      "input_price": 2500000,
      "output_price": 10000000,
      "cache_read_price": null,
      "cache_write_price": null
    }
  ]
}`;

/** Sets many custom prices from JSON; says before what it would add and change. */
export function ImportDialog({
  current,
  onClose,
}: {
  /** The price in effect of a model. */
  readonly current: (provider: string, model: string) => Prices | undefined;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const plan = text.trim() === "" ? undefined : planImport(text, current);
  const isReady = plan !== undefined && typeof plan !== "string";
  const save = useMutation({
    mutationFn: setPrices,
    onSuccess: async (_nothing, entries) => {
      await pricesChanged(queries);
      toastDone(`${several(entries.length, "price")} set.`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Import prices"
      description="Whole micro-dollars per million tokens: 2500000 is $2.50. All entries are taken, or none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            writes
            pending={save.isPending}
            disabledReason={isReady ? undefined : "Paste prices that can be read first."}
            onClick={() => (isReady ? save.mutate(plan.entries) : undefined)}
          >
            Import prices
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormAlert problem={save.error === null ? undefined : problemOf(save.error)} />
        <Field label="Prices as JSON" error={typeof plan === "string" ? plan : undefined}>
          <TextArea
            mono
            rows={12}
            spellCheck={false}
            placeholder={example}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button size="sm" className="self-start" onClick={() => file.current?.click()}>
          Choose file
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="Prices as a JSON file"
          onChange={(event) => {
            void event.target.files?.[0]?.text().then(setText);
            event.target.value = "";
          }}
        />
        <ImportPreview plan={isReady ? plan : undefined} />
      </div>
    </Dialog>
  );
}
