import { sql } from "kysely";
import type { Db } from "./types.ts";

/**
 * Takes or renews the lease of a job for `seconds`; false while another replica holds it. The clock is
 * the database's.
 */
export async function acquireLease(
  db: Db,
  lease: { name: string; holder: string; seconds: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into job_leases as l (name, holder, expires_at)
    values (${lease.name}, ${lease.holder}::uuid, now() + make_interval(secs => ${lease.seconds}))
    on conflict (name) do update
      set holder = excluded.holder, expires_at = excluded.expires_at
      where l.holder = excluded.holder or l.expires_at <= now()
    returning l.name`.execute(db);
  return rows.length > 0;
}

/** Notes the end of a run and gives the lease back. */
export async function releaseLease(db: Db, lease: { name: string; holder: string }): Promise<void> {
  await sql`
    update job_leases l set expires_at = now(), last_run_at = now()
    where l.name = ${lease.name} and l.holder = ${lease.holder}::uuid`.execute(db);
}

/** Whether a job ran to its end within the last `seconds`, on any replica. */
export async function ranWithin(db: Db, name: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from job_leases l
    where l.name = ${name} and l.last_run_at > now() - make_interval(secs => ${seconds})`.execute(
    db,
  );
  return rows.length > 0;
}
