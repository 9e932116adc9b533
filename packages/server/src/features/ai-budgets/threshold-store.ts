import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** A threshold that a user reached. */
export interface ThresholdEvent {
  userId: string;
  groupId: string;
  /** First day of the period, `YYYY-MM-DD`. */
  periodStart: string;
  percent: number;
  spend: bigint;
  limit: bigint;
  limitSource: "user_override" | "group";
}

/** Notes thresholds; one that was reached in this period already stays as it is. */
export async function insertThresholdEvents(
  tx: Tx,
  events: readonly ThresholdEvent[],
  now: Date,
): Promise<void> {
  const document = events.map((event) => ({
    ...event,
    spend: String(event.spend),
    limit: String(event.limit),
  }));
  await sql`
    insert into ai_budget_threshold_events (user_id, effective_group_id, period_start, percent,
      spend_micros, limit_micros, limit_source, created_at)
    select (e->>'userId')::uuid, (e->>'groupId')::uuid, (e->>'periodStart')::date,
      (e->>'percent')::int, (e->>'spend')::bigint, (e->>'limit')::bigint, e->>'limitSource',
      ${now.toISOString()}::timestamptz
    from jsonb_array_elements(${JSON.stringify(document)}::jsonb) as e
    order by 1, 2, 3, 4
    on conflict do nothing`.execute(tx);
}

/** An event with the names that people know. */
export interface NamedEvent {
  user_id: string;
  username: string;
  effective_group_id: string;
  group_name: string;
  organization_name: string;
  /** `YYYY-MM-DD`. */
  period_start: string;
  percent: number;
  spend_micros: string;
  limit_micros: string;
  limit_source: "user_override" | "group";
  created_at: Date;
  notified_at: Date | null;
}

const namedColumns = sql`
  e.user_id, coalesce(u.username, '') as username, e.effective_group_id,
  coalesce(g.name, '') as group_name, coalesce(n.name, '') as organization_name,
  e.period_start::text as period_start, e.percent, e.spend_micros::text as spend_micros,
  e.limit_micros::text as limit_micros, e.limit_source, e.created_at, e.notified_at`;

const namedTables = sql`
  ai_budget_threshold_events e left join users u on u.id = e.user_id
  left join groups g on g.id = e.effective_group_id
  left join organizations n on n.id = g.organization_id`;

/** Takes events that nobody was told about, oldest first, and locks them; other replicas take others. */
export async function takePendingEvents(tx: Tx, limit: number): Promise<NamedEvent[]> {
  const { rows } = await sql<NamedEvent>`
    select ${namedColumns} from ${namedTables}
    where e.notified_at is null order by e.created_at, e.user_id, e.percent limit ${limit}
    for update of e skip locked`.execute(tx);
  return rows;
}

/** Notes that people were told. */
export async function markNotified(tx: Tx, event: NamedEvent, now: Date): Promise<void> {
  await sql`
    update ai_budget_threshold_events e set notified_at = ${now.toISOString()}::timestamptz
    where e.user_id = ${event.user_id}::uuid
      and e.effective_group_id = ${event.effective_group_id}::uuid
      and e.period_start = ${event.period_start}::date and e.percent = ${event.percent}`.execute(
    tx,
  );
}

/** Reads events, newest first; of all groups or those of one organization, of all users or one. */
export async function listThresholdEvents(
  handle: Handle,
  scope: { organizationId: string | null; userId: string | null },
  limit: number,
): Promise<NamedEvent[]> {
  const { organizationId, userId } = scope;
  const { rows } = await sql<NamedEvent>`
    select ${namedColumns} from ${namedTables}
    where (${userId}::uuid is null or e.user_id = ${userId}::uuid)
      and (${organizationId}::uuid is null or g.organization_id = ${organizationId}::uuid)
    order by e.created_at desc, e.user_id, e.percent desc limit ${limit}`.execute(handle);
  return rows;
}
