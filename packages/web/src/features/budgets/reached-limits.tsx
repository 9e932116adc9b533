import { useQuery } from "@tanstack/react-query";
import { Moment } from "../../components/date-time/moment.tsx";
import { moneyText, roundedMoneyText } from "../../lib/money.ts";
import { type ThresholdEvent, thresholdEventsQuery } from "./queries.ts";

/** Limits of an organization's groups that people came near or reached, the newest first; nothing where there are none. */
export function ReachedLimits({
  organization,
  labels,
}: {
  readonly organization: string;
  readonly labels: ReadonlyMap<string, string>;
}) {
  const { data: events = [] } = useQuery(thresholdEventsQuery(organization));
  return events.length === 0 ? null : <ReachedLimitsView events={events} labels={labels} />;
}

/** Of the thresholds that one limit passed in one period only the highest. */
function highest(events: readonly ThresholdEvent[]): readonly ThresholdEvent[] {
  const found = new Map<string, ThresholdEvent>();
  for (const event of events) {
    const key = `${event.user_id} ${event.effective_group_id} ${event.period_start}`;
    const known = found.get(key);
    if (known === undefined || known.percent < event.percent) found.set(key, event);
  }
  return [...found.values()];
}

function monthText(start: string): string {
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return `${new Date(start).toLocaleDateString("en-GB", options)} (UTC)`;
}

/** The list, drawn from its props. */
export function ReachedLimitsView({
  events,
  labels,
}: {
  readonly events: readonly ThresholdEvent[];
  /** What groups are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
}) {
  return (
    <section aria-labelledby="reached" className="flex flex-col gap-3 pt-4">
      <h2 id="reached" className="text-h2">
        Limits that were reached
      </h2>
      <ol className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
        {highest(events).map((event) => (
          <li
            key={`${event.user_id} ${event.effective_group_id} ${event.period_start} ${event.percent}`}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5 text-dense"
          >
            <span className="w-28 shrink-0 text-caption text-text-secondary">
              <Moment value={event.created_at} />
            </span>
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              {event.username === "" ? "A deleted user" : event.username} spent{" "}
              {roundedMoneyText(BigInt(event.spend_micros))} of{" "}
              {moneyText(BigInt(event.limit_micros))} in {monthText(event.period_start)}{" "}
              <span className="text-text-secondary">
                {event.limit_source === "user_override"
                  ? "· a budget of their own"
                  : `· ${labels.get(event.effective_group_id) ?? "another group"}`}
              </span>
            </span>
            <span className={event.percent >= 100 ? "text-danger-text" : "text-warning-text"}>
              {event.percent >= 100 ? "Limit reached" : `${event.percent} % reached`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
