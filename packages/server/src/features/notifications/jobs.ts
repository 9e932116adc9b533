import { sql } from "kysely";
import type { Deps } from "../../context/deps.ts";

const keepDays = 7;

/** Deletes messages that nothing happened to for a week, sent or not (deployment §7.2). */
export async function purgeMessages(deps: Deps): Promise<void> {
  await sql`
    delete from notification_messages n
    where coalesce(n.updated_at, n.created_at) < now() - make_interval(days => ${keepDays})`.execute(
    deps.db,
  );
}
