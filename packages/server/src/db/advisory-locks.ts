import { sql } from "kysely";
import type { Tx } from "./types.ts";

/** Every advisory lock of the product; the number is the key, the comment the reason. */
export const advisoryLocks = {
  /** Set-up of the first user: two concurrent calls yield one user (spec users §7.2). */
  firstUser: 7_101,
  /** Changes that could remove the last owner are decided one after the other (spec users §9). */
  lastOwner: 7_102,
  /** System roles are recomputed by one writer at a time (spec authorization §5.5). */
  systemRoles: 7_103,
  /** Custom prices are changed by one writer at a time, so that their history is in order (spec ai-prices §2.3). */
  modelPrices: 7_110,
  /** Reservations of one user are decided one after the other (spec ai-prices §9.5); see `advisoryLockOn`. */
  aiBudget: 7_111,
  /** Records of several days decide one after the other who crosses a threshold (spec ai-prices §7.5). */
  aiThresholds: 7_112,
  /** Replicas make encryption keys known one after the other (spec federated-login §8.3). */
  encryptionKeys: 7_109,
  /** Two replicas that need a signing key make one (spec federated-login §10). */
  signingKeys: 7_108,
  /** Changes of sync settings read, change and write one after the other (spec idp-sync-and-scim §A2.2). */
  idpSyncSettings: 7_120,
} as const;

/** Takes an advisory lock until the end of the transaction; waits for others. */
export async function advisoryLock(tx: Tx, lock: keyof typeof advisoryLocks): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks[lock]}::bigint)`.execute(tx);
}

/** As `advisoryLock`, for one subject: others do not wait. */
export async function advisoryLockOn(
  tx: Tx,
  lock: keyof typeof advisoryLocks,
  subject: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks[lock]}::int, hashtext(${subject}))`.execute(
    tx,
  );
}

/** As `advisoryLock`, for some numbered parts of a subject, in their order: two takers never block each other. */
export async function advisoryLocksOn(
  tx: Tx,
  lock: keyof typeof advisoryLocks,
  parts: readonly number[],
): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${advisoryLocks[lock]}::int, p.part)
    from (select distinct u.part from unnest(${[...parts]}::int[]) as u(part) order by 1) p`.execute(
    tx,
  );
}
