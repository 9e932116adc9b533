import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitDialog } from "../../components/budget/limit-dialog.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { setGroupBudget } from "../../lib/budgets.ts";
import { budgetsChanged } from "../../lib/changed.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";
import { BudgetsView } from "./budgets-view.tsx";
import {
  NoOrganization,
  OrganizationSelect,
  useChosenOrganization,
  useIsWithoutOrganization,
} from "./organization-select.tsx";
import { Overrides } from "./overrides.tsx";
import { budgetsChecks, siteBudgetsChecks } from "./permissions.ts";
import { PersonBudget } from "./person-budget.tsx";
import { budgetsQuery, type GroupBudgetRow } from "./queries.ts";
import { ReachedLimits } from "./reached-limits.tsx";

const budgetsSearch = { organization: "", user: "", page: "1" } as const;

function pageOf(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/** Budgets of the groups of an organization. */
export function Page() {
  const [search, setSearch] = useSearchState(budgetsSearch);
  const queries = useQueryClient();
  const organization = useChosenOrganization(search.organization);
  const id = organization?.id ?? "";
  const may = useMay(budgetsChecks, id);
  const mayGroups = may("budgets.updateGroups");
  const maySite = useMay(siteBudgetsChecks);
  const mayUsers = maySite("budgets.updateUsers");
  const isWithout = useIsWithoutOrganization();
  const budgets = useQuery({ ...budgetsQuery(id), enabled: id !== "" });
  const labels = new Map(budgets.data?.rows.map((each) => [each.id, each.label]));
  const [edited, setEdited] = useState<GroupBudgetRow>();
  const save = useMutation({
    mutationFn: (limit: bigint | null) => setGroupBudget(edited?.id ?? "", limit),
    onSuccess: async () => {
      const name = edited?.label ?? "";
      setEdited(undefined);
      await budgetsChanged(queries);
      toastDone(`Budget of ${name} saved.`);
    },
  });
  usePlace([{ label: "Budgets" }]);
  if (!maySite("budgets.updateAnywhere") && !maySite("budgets.readPrices")) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the right to change groups. An organization admin can grant it. Your own budget is
        on Home.
      </Forbidden>
    );
  }
  if (isWithout) return <NoOrganization title="Budgets" />;
  return (
    <>
      <BudgetsView
        budgets={budgets.data}
        busy={budgets.isFetching}
        problem={budgets.error === null ? undefined : problemOf(budgets.error)}
        now={Date.now()}
        refusal={mayGroups ? undefined : reasons.budgets}
        scope={
          organization === undefined ? null : (
            <OrganizationSelect
              value={organization}
              onChange={(name) => setSearch({ organization: name, page: "1" })}
            />
          )
        }
        people={
          <>
            <Overrides
              organization={id}
              labels={labels}
              page={pageOf(search.page)}
              onPage={(page) => setSearch({ page: String(page) })}
              onUser={(user) => setSearch({ user })}
            />
            <PersonBudget
              organization={id}
              user={search.user}
              groups={budgets.data?.rows}
              mayFind={maySite("budgets.readUsers")}
              refusal={mayGroups && mayUsers ? undefined : reasons.budgets}
              onUser={(user) => setSearch({ user })}
            />
            {may("budgets.readUsage") ? <ReachedLimits organization={id} labels={labels} /> : null}
          </>
        }
        onSet={(group) => {
          save.reset();
          setEdited(group);
        }}
        onRetry={() => void budgets.refetch()}
      />
      {edited === undefined ? null : (
        <LimitDialog
          title={`Budget of ${edited.label}`}
          help={`For each of the ${edited.members.toLocaleString()} members, each month.`}
          limit={edited.limit}
          pending={save.isPending}
          problem={save.error === null ? undefined : problemOf(save.error)}
          onSave={(limit) => save.mutate(limit)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
