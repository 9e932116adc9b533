import { type RawBuilder, sql } from "kysely";

/** What a report groups usage by. */
export type UsageGrouping = "user" | "group" | "model" | "provider" | "day";

/** Which usage a report is about. */
export interface UsageScope {
  from: Date;
  to: Date;
  /** Only groups of this organization. */
  organizationId: string | null;
  userId: string | null;
}

/** The keys of a row of alias `s`, as texts; the empty one stands for null. */
export const recordKeys: Readonly<
  Record<UsageGrouping, readonly [RawBuilder<unknown>, RawBuilder<unknown>]>
> = {
  user: [sql`s.user_id::text`, sql`''`],
  group: [sql`coalesce(s.effective_group_id::text, '')`, sql`''`],
  model: [sql`coalesce(s.provider_type, '')`, sql`s.model`],
  provider: [sql`coalesce(s.provider_type, '')`, sql`s.provider_name`],
  day: [sql`(s.created_at at time zone 'UTC')::date::text`, sql`''`],
};

/** The same for a row of the daily totals. */
export const dayKeys = {
  user: sql`s.user_id::text`,
  group: sql`s.effective_group_id::text`,
  day: sql`s.day::text`,
} as const;

/** Whether the daily totals can answer a grouping. */
export function isOfDays(grouping: UsageGrouping): grouping is keyof typeof dayKeys {
  return Object.hasOwn(dayKeys, grouping);
}

/** What people call the keys `t.k1` and `t.k2`; empty where the keys say it or nobody knows any more. */
export const keyNames: Readonly<Record<UsageGrouping, RawBuilder<unknown>>> = {
  user: sql`coalesce((select x.username from users x where x.id = t.k1::uuid), '')`,
  group: sql`coalesce((select x.name from groups x where x.id = nullif(t.k1, '')::uuid), '')`,
  model: sql`''`,
  provider: sql`''`,
  day: sql`''`,
};

/** Restricts rows of alias `s` to a user and an organization. */
export function scoped({ userId, organizationId }: UsageScope): RawBuilder<unknown> {
  return sql`(${userId}::uuid is null or s.user_id = ${userId}::uuid)
    and (${organizationId}::uuid is null or s.effective_group_id in (
      select g.id from groups g where g.organization_id = ${organizationId}::uuid))`;
}

/** The records of a scope, as a condition on alias `s`. */
export function recordsOf(scope: UsageScope): RawBuilder<unknown> {
  return sql`s.created_at >= ${scope.from.toISOString()}::timestamptz
    and s.created_at < ${scope.to.toISOString()}::timestamptz and ${scoped(scope)}`;
}

/** The daily totals of a scope whose bounds are days, as a condition on alias `s`. */
export function daysOf(scope: UsageScope): RawBuilder<unknown> {
  return sql`s.day >= ${scope.from.toISOString()}::timestamptz::date
    and s.day < ${scope.to.toISOString()}::timestamptz::date and ${scoped(scope)}`;
}
