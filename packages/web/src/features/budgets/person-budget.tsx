import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitDialog } from "../../components/budget/limit-dialog.tsx";
import { Button } from "../../components/button/button.tsx";
import { UsernameInput } from "../../components/entity-picker/username-input.tsx";
import { Field } from "../../components/field/field.tsx";
import { SpendMeter } from "../../components/money/spend-meter.tsx";
import { Select } from "../../components/select/select.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { budgetsChanged } from "../../lib/changed.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { type GroupBudgetRow, setUserBudget, userSpendQuery } from "./queries.ts";

/** The budget of one person: what counts for them, and one of their own in place of their groups'. */
export function PersonBudget({
  organization,
  user,
  groups,
  mayFind,
  refusal,
  onUser,
}: {
  /** Whose groups can pay; an id. */
  readonly organization: string;
  /** The username of the address; empty: nobody is chosen. */
  readonly user: string;
  /** Undefined until they are known. */
  readonly groups: readonly GroupBudgetRow[] | undefined;
  /** May find users by a part of their name. */
  readonly mayFind: boolean;
  readonly refusal: string | undefined;
  readonly onUser: (user: string) => void;
}) {
  const spend = useQuery(userSpendQuery(user));
  const error =
    statusOf(spend.error) === 404
      ? "There is no such user, or you may not see them."
      : spend.error === null
        ? undefined
        : problemOf(spend.error).message;
  return (
    <section aria-labelledby="person-budget" className="flex flex-col gap-3 pt-4">
      <h2 id="person-budget" className="text-h2">
        One person
      </h2>
      {mayFind ? (
        <Field label="User" className="max-w-dialog" error={error}>
          <UsernameInput mayFind value={user} onChange={onUser} />
        </Field>
      ) : (
        <TypedUser user={user} error={error} pending={spend.isFetching} onUser={onUser} />
      )}
      {spend.data === undefined ? null : (
        <Person
          key={`${organization} ${user}`}
          user={user}
          spend={spend.data}
          groups={groups}
          refusal={refusal}
        />
      )}
    </section>
  );
}

/** The username as a form of its own: nothing is asked before it is written in full. */
function TypedUser({
  user,
  error,
  pending,
  onUser,
}: {
  readonly user: string;
  readonly error: string | undefined;
  readonly pending: boolean;
  readonly onUser: (user: string) => void;
}) {
  // What is typed is gone once somebody else is shown.
  const [typed, setTyped] = useState({ beside: user, text: user });
  const text = typed.beside === user ? typed.text : user;
  return (
    <form
      className="flex max-w-dialog flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onUser(text.trim());
      }}
    >
      <Field label="Username" className="grow" error={error}>
        <UsernameInput
          mayFind={false}
          value={text}
          onChange={(next) => setTyped({ beside: user, text: next })}
        />
      </Field>
      <Button type="submit" pending={pending}>
        Show budget
      </Button>
    </form>
  );
}

const noPayer = "No group that could pay is known here.";

interface Spend {
  readonly effective_group_id: string | null;
  readonly effective_budget: {
    readonly spend_limit_micros: number | bigint;
    readonly limit_source: "user_override" | "group";
  } | null;
  readonly current_spend_micros: number | bigint;
}

/** Where the budget comes from and who pays it: "The budget of the group, paid by Back end." */
function sourceText(
  { effective_group_id: pays, effective_budget: budget }: Spend,
  groups: readonly GroupBudgetRow[] | undefined,
): string {
  const own = budget?.limit_source === "user_override";
  const what = own
    ? "A budget of their own"
    : budget === null
      ? "No budget"
      : "The budget of the group";
  if (pays === null) return `${what}, paid by nobody.`;
  const payer = groups?.find(({ id }) => id === pays)?.label ?? "a group of another organization";
  return `${what}, paid by ${payer}.`;
}

function Person({
  user,
  spend,
  groups,
  refusal,
}: {
  readonly user: string;
  readonly spend: Spend;
  readonly groups: readonly GroupBudgetRow[] | undefined;
  readonly refusal: string | undefined;
}) {
  const queries = useQueryClient();
  const { effective_group_id: pays, effective_budget: budget } = spend;
  const limit = budget === null ? null : BigInt(budget.spend_limit_micros);
  const isOwn = budget?.limit_source === "user_override";
  const [isOpen, setOpen] = useState(false);
  const [picked, setPicked] = useState<string>();
  // The group that pays now, if it is one of these: what is sent is what the field shows.
  const wanted = picked ?? pays;
  const chosen = (groups?.find(({ id }) => id === wanted) ?? groups?.[0])?.id;
  const save = useMutation({
    mutationFn: (next: bigint | null) => setUserBudget(user, chosen ?? "", next),
    onSuccess: async () => {
      setOpen(false);
      await budgetsChanged(queries);
      toastDone(`Budget of ${user} saved.`);
    },
  });
  return (
    <div className="flex max-w-form flex-col gap-3 rounded-card border bg-surface p-4">
      <SpendMeter
        label={`Spent by ${user}`}
        spent={BigInt(spend.current_spend_micros)}
        limit={limit}
      />
      <p className="text-dense text-text-secondary">{sourceText(spend, groups)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="Group that pays"
          value={chosen}
          onChange={setPicked}
          options={groups?.map(({ id, label }) => ({ value: id, label })) ?? []}
        />
        <Button
          disabledReason={refusal ?? (chosen === undefined ? noPayer : undefined)}
          onClick={() => {
            save.reset();
            setOpen(true);
          }}
        >
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
