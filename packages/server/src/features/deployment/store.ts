import { sql } from "kysely";
import type { Handle } from "../../db/types.ts";

/** Active users, and how many of them occupy an AI seat (spec licensing §4.3). */
export async function countUsersAndSeats(
  handle: Handle,
): Promise<{ users: number; seats: number }> {
  const { rows } = await sql<{ users: number; seats: number }>`
    select count(*)::int as users,
      count(*) filter (where exists (select 1 from ai_seat_state s where s.user_id = u.id))::int as seats
    from users u where u.status = 'active' and not u.deleted and not u.is_system`.execute(handle);
  return rows[0] ?? { users: 0, seats: 0 };
}
