import { useQuery } from "@tanstack/react-query";
import { DateRange } from "../../components/date-time/date-range.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import {
  NoOrganization,
  OrganizationSelect,
  useChosenOrganization,
  useIsWithoutOrganization,
} from "./organization-select.tsx";
import { spendChecks } from "./permissions.ts";
import { Reprice } from "./reprice.tsx";
import { daysBefore, rangeIn, spendPresets } from "./spend-range.ts";
import { SpendView } from "./spend-view.tsx";
import { exportAddress, seriesQuery, usageGroupings, usageQuery } from "./usage.ts";

const spendSearch = { organization: "", by: "user", from: "", to: "", at: "" } as const;

/** What was spent on AI in an organization. */
export function Page() {
  const [search, setSearch] = useSearchState(spendSearch);
  const organization = useChosenOrganization(search.organization);
  const grouping = usageGroupings.find((each) => each === search.by) ?? "user";
  const days = rangeIn(search, Date.now());
  const range = { organization: organization?.id ?? "", ...days };
  const isKnown = organization !== undefined;
  const byDay = useQuery({ ...usageQuery("day", range), enabled: isKnown });
  const rows = useQuery({ ...usageQuery(grouping, range), enabled: isKnown });
  const parted = grouping === "day" ? "user" : grouping;
  const parts = useQuery({
    ...seriesQuery(parted, range),
    enabled: isKnown && grouping !== "day",
  });
  const before = daysBefore(days);
  const earlier = useQuery({
    ...usageQuery("day", { organization: range.organization, ...before }),
    enabled: isKnown,
    retry: false,
  });
  // Days that are still those of another range are compared with nothing.
  const isComparable =
    earlier.data !== undefined && !earlier.isPlaceholderData && !byDay.isPlaceholderData;
  const mayReadPrices = useMay(spendChecks)("spend.readPrices");
  const isWithout = useIsWithoutOrganization();
  usePlace([{ label: "Spend" }]);
  if (isWithout) return <NoOrganization title="Spend" />;
  const error = rows.error ?? byDay.error;
  if (statusOf(error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the right to read all group members of this organization. An organization admin can
        grant it. Your own spend is on Home.
      </Forbidden>
    );
  }
  return (
    <SpendView
      range={days}
      days={byDay.data}
      earlier={isComparable ? { ...before, days: earlier.data } : undefined}
      parts={parts.data}
      rows={rows.data}
      grouping={grouping}
      busy={rows.isFetching || byDay.isFetching}
      problem={error === null ? undefined : problemOf(error)}
      tools={
        <>
          {isKnown ? (
            <OrganizationSelect
              value={organization}
              onChange={(name) => setSearch({ organization: name })}
            />
          ) : null}
          <DateRange
            range={days}
            presets={spendPresets(Date.now())}
            zone="UTC"
            onChange={(next) => setSearch(next)}
          />
        </>
      }
      exportTo={exportAddress(range)}
      below={
        grouping === "model" && mayReadPrices && (rows.data ?? []).length > 0 ? (
          <Reprice range={range} at={search.at} onAt={(at) => setSearch({ at })} />
        ) : null
      }
      onGrouping={(by) => setSearch({ by })}
      onRetry={() => {
        void byDay.refetch();
        void rows.refetch();
        if (grouping !== "day") void parts.refetch();
      }}
    />
  );
}
