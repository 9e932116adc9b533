import { useState } from "react";
import type { Problem } from "../../lib/problem.ts";
import { Button } from "../button/button.tsx";
import { Callout } from "../callout/callout.tsx";
import { Dialog } from "../dialog/dialog.tsx";
import { Field } from "../field/field.tsx";
import { FormAlert } from "../form/form-alert.tsx";
import { MoneyInput } from "../number-input/number-input.tsx";
import { RadioCards } from "../radio-cards/radio-cards.tsx";
import { draftOf, type LimitDraft, limitFault, limitOf } from "./limit.ts";

/** Sets a budget: none, one that blocks, or an amount. The three are never mistaken for each other. */
export function LimitDialog({
  title,
  help,
  without = "AI use is not limited.",
  limit,
  pending,
  problem,
  onSave,
  onClose,
}: {
  readonly title: string;
  /** Whom the amount is for: "For each member, each month." */
  readonly help: string;
  /** What holds without a budget. */
  readonly without?: string;
  /** The saved limit; null: none. */
  readonly limit: bigint | null;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly onSave: (limit: bigint | null) => void;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState<LimitDraft>(draftOf(limit));
  const [told, setTold] = useState(false);
  const fault = limitFault(draft);
  const save = () => {
    setTold(true);
    if (fault !== undefined) return;
    const next = limitOf(draft);
    // There is nothing to remove where there is no budget.
    if (next === null && limit === null) onClose();
    else onSave(next);
  };
  return (
    <Dialog
      open
      title={title}
      onOpenChange={(open) => (open ? undefined : onClose())}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" writes pending={pending} onClick={save}>
            {draft.choice !== "none"
              ? "Set budget"
              : limit === null
                ? "Leave as it is"
                : "Remove budget"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormAlert problem={problem} />
        <RadioCards
          label="Budget"
          value={draft.choice}
          onChange={(choice) => setDraft({ ...draft, choice })}
          options={[
            { value: "amount", label: "An amount", description: help },
            { value: "none", label: "No budget", description: without },
            { value: "block", label: "Block all use", description: "A budget of $0." },
          ]}
        />
        {draft.choice === "amount" ? (
          <Field label="Amount" error={told ? fault : undefined}>
            <MoneyInput
              name="spend_limit_micros"
              value={draft.amount ?? null}
              onChange={(amount) => setDraft({ ...draft, amount })}
            />
          </Field>
        ) : null}
        {draft.choice === "block" ? (
          <Callout tone="warning" title="$0 blocks all use of AI.">
            Choose “No budget” to allow it without limit.
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}
