import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitDialog } from "../../components/budget/limit-dialog.tsx";
import { Button } from "../../components/button/button.tsx";
import { Field } from "../../components/field/field.tsx";
import { SpendMeter } from "../../components/money/spend-meter.tsx";
import { Select } from "../../components/select/select.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { budgetKeys } from "../../lib/budgets.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { type GroupBudgetRow, setUserBudget, userSpendQuery } from "./queries.ts";

/** The budget of one person: what counts for them, and one of their own in place of their groups'. */
export function PersonBudget({
  user,
  groups,
  refusal,
  onUser,
}: {
  /** The username of the address; empty: nobody is chosen. */
  readonly user: string;
  readonly groups: readonly GroupBudgetRow[];
  readonly refusal: string | undefined;
  readonly onUser: (user: string) => void;
}) {
  const [text, setText] = useState(user);
  const spend = useQuery(userSpendQuery(user));
  return (
    <section aria-labelledby="person-budget" className="flex flex-col gap-3 pt-4">
      <h2 id="person-budget" className="text-h2">
        One person
      </h2>
      <form
        className="flex max-w-dialog flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onUser(text.trim());
        }}
      >
        <Field
          label="Username"
          className="grow"
          error={
            statusOf(spend.error) === 404
              ? "There is no such user, or you may not see them."
              : spend.error === null
                ? undefined
                : problemOf(spend.error).message
          }
        >
          <TextInput
            name="user"
            spellCheck={false}
            autoCapitalize="none"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" pending={spend.isFetching}>
          Show budget
        </Button>
      </form>
      {spend.data === undefined ? null : (
        <Person key={user} user={user} spend={spend.data} groups={groups} refusal={refusal} />
      )}
    </section>
  );
}

interface Spend {
  readonly effective_group_id: string | null;
  readonly effective_budget: {
    readonly spend_limit_micros: number | bigint;
    readonly limit_source: "user_override" | "group";
  } | null;
  readonly current_spend_micros: number | bigint;
}

function Person({
  user,
  spend,
  groups,
  refusal,
}: {
  readonly user: string;
  readonly spend: Spend;
  readonly groups: readonly GroupBudgetRow[];
  readonly refusal: string | undefined;
}) {
  const queries = useQueryClient();
  const { effective_group_id: pays, effective_budget: budget } = spend;
  const limit = budget === null ? null : BigInt(budget.spend_limit_micros);
  const isOwn = budget?.limit_source === "user_override";
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(pays ?? groups[0]?.id ?? "");
  const save = useMutation({
    mutationFn: (next: bigint | null) => setUserBudget(user, chosen, next),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: budgetKeys.all });
      toastDone(`Budget of ${user} saved.`);
    },
  });
  const payer =
    pays === null
      ? "nobody"
      : (groups.find(({ id }) => id === pays)?.label ?? "a group of another organization");
  return (
    <div className="flex max-w-form flex-col gap-3 rounded-card border bg-surface p-4">
      <SpendMeter
        label={`Spent by ${user}`}
        spent={BigInt(spend.current_spend_micros)}
        limit={limit}
      />
      <p className="text-dense text-text-secondary">
        {isOwn ? "A budget of their own" : limit === null ? "No budget" : "The budget of the group"}
        , paid by {payer}.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="Group that pays"
          value={chosen}
          onChange={setChosen}
          options={groups.map(({ id, label }) => ({ value: id, label }))}
        />
        <Button disabledReason={refusal} onClick={() => setOpen(true)}>
          {isOwn ? `Change budget of ${user}` : `Give ${user} a budget`}
        </Button>
      </div>
      {isOpen ? (
        <LimitDialog
          title={`Budget of ${user}`}
          help="For this person, each month, in place of the budgets of their groups."
          without="The budgets of their groups count."
          limit={isOwn ? limit : null}
          pending={save.isPending}
          problem={save.error === null ? undefined : problemOf(save.error)}
          onSave={(next) => save.mutate(next)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}
