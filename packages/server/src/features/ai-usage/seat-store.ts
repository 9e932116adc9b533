import { sql } from "kysely";
import type { Tx } from "../../db/types.ts";

/** A seat that a user took. */
export interface SeatRow {
  user_id: string;
  first_used_at: Date;
  last_event_type: string;
  last_event_description: string;
}

/** Notes a use of AI for some users in one statement; gives those who had no seat before. */
export async function touchSeats(
  tx: Tx,
  userIds: readonly string[],
  now: Date,
): Promise<SeatRow[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await sql<SeatRow & { added: boolean }>`
    insert into ai_seat_state as s (user_id, first_used_at, last_used_at, last_event_type,
      last_event_description, updated_at)
    select u.id, ${at}, ${at}, 'aibridge', 'AI usage was recorded', ${at}
    from users u where u.id = any(${[...userIds]}::uuid[]) order by u.id
    on conflict (user_id) do update set
      last_used_at = greatest(s.last_used_at, excluded.last_used_at),
      last_event_type = excluded.last_event_type,
      last_event_description = excluded.last_event_description, updated_at = excluded.updated_at
    returning s.user_id, s.first_used_at, s.last_event_type, s.last_event_description,
      s.first_used_at = ${at} and xmax = 0 as added`.execute(tx);
  return rows.filter((row) => row.added).map(({ added: _added, ...row }) => row);
}
