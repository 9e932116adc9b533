import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** The budget of a group. */
export interface GroupBudgetRow {
  group_id: string;
  limit: bigint;
  created_at: Date;
  updated_at: Date;
}

/** The budget of one user. */
export interface OverrideRow extends GroupBudgetRow {
  user_id: string;
  group_name: string;
}

/** The constraint that an override without membership violates; the database decides it (trap T5). */
export const membershipConstraint = "user_ai_budget_overrides_membership_check";

type Raw<T extends { limit: bigint }> = Omit<T, "limit"> & { spend_limit: string };

function withLimit<R extends { spend_limit: string }>(
  row: R,
): Omit<R, "spend_limit"> & { limit: bigint } {
  const { spend_limit, ...rest } = row;
  return { ...rest, limit: BigInt(spend_limit) };
}

/** The budget of a group, locked against other changes inside a transaction; null where it has none. */
export async function findGroupBudget(
  handle: Handle,
  groupId: string,
  lock: "locked" | "unlocked" = "unlocked",
): Promise<GroupBudgetRow | null> {
  const { rows } = await sql<Raw<GroupBudgetRow>>`
    select b.group_id, b.spend_limit_micros::text as spend_limit, b.created_at, b.updated_at
    from group_ai_budgets b where b.group_id = ${groupId}::uuid
    ${lock === "locked" ? sql`for update` : sql``}`.execute(handle);
  const [row] = rows;
  return row === undefined ? null : withLimit(row);
}

/** Sets the budget of a group; null where the group is gone. */
export async function upsertGroupBudget(
  tx: Tx,
  budget: { groupId: string; limit: bigint; now: Date },
): Promise<GroupBudgetRow | null> {
  const at = budget.now.toISOString();
  const { rows } = await sql<Raw<GroupBudgetRow>>`
    insert into group_ai_budgets as b (group_id, spend_limit_micros, created_at, updated_at)
    select g.id, ${String(budget.limit)}::bigint, ${at}::timestamptz, ${at}::timestamptz
    from groups g where g.id = ${budget.groupId}::uuid
    on conflict (group_id) do update
      set spend_limit_micros = excluded.spend_limit_micros, updated_at = excluded.updated_at
    returning b.group_id, b.spend_limit_micros::text as spend_limit, b.created_at, b.updated_at
  `.execute(tx);
  const [row] = rows;
  return row === undefined ? null : withLimit(row);
}

/** Removes the budget of a group; null where it had none. */
export async function deleteGroupBudget(tx: Tx, groupId: string): Promise<bigint | null> {
  const { rows } = await sql<{ spend_limit: string }>`
    delete from group_ai_budgets b where b.group_id = ${groupId}::uuid
    returning b.spend_limit_micros::text as spend_limit`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : BigInt(row.spend_limit);
}

const overrideColumns = sql`o.user_id, o.group_id, g.name as group_name,
  o.spend_limit_micros::text as spend_limit, o.created_at, o.updated_at`;

/** The override of a user, with the organization of its group; null where he has none. */
export async function findOverride(
  handle: Handle,
  userId: string,
  lock: "locked" | "unlocked" = "unlocked",
): Promise<(OverrideRow & { organization_id: string }) | null> {
  const { rows } = await sql<Raw<OverrideRow> & { organization_id: string }>`
    select ${overrideColumns}, g.organization_id
    from user_ai_budget_overrides o join groups g on g.id = o.group_id
    where o.user_id = ${userId}::uuid ${lock === "locked" ? sql`for update of o` : sql``}`.execute(
    handle,
  );
  const [row] = rows;
  return row === undefined ? null : withLimit(row);
}

/** Sets the override of a user. Violates `membershipConstraint`. */
export async function upsertOverride(
  tx: Tx,
  override: { userId: string; groupId: string; limit: bigint; now: Date },
): Promise<OverrideRow | null> {
  const at = override.now.toISOString();
  const { rows } = await sql<Raw<OverrideRow>>`
    with o as (
      insert into user_ai_budget_overrides as x
        (user_id, group_id, spend_limit_micros, created_at, updated_at)
      values (${override.userId}::uuid, ${override.groupId}::uuid,
              ${String(override.limit)}::bigint, ${at}::timestamptz, ${at}::timestamptz)
      on conflict (user_id) do update set group_id = excluded.group_id,
        spend_limit_micros = excluded.spend_limit_micros, updated_at = excluded.updated_at
      returning x.*
    )
    select ${overrideColumns} from o join groups g on g.id = o.group_id`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : withLimit(row);
}

/** Removes the override of a user. */
export async function deleteOverride(tx: Tx, userId: string): Promise<void> {
  await sql`delete from user_ai_budget_overrides o where o.user_id = ${userId}::uuid`.execute(tx);
}

/** A group by its id, of an organization that is not deleted. */
export async function findGroup(
  handle: Handle,
  groupId: string,
): Promise<{ id: string; name: string; organization_id: string } | null> {
  const { rows } = await sql<{ id: string; name: string; organization_id: string }>`
    select g.id, g.name, g.organization_id
    from groups g join organizations n on n.id = g.organization_id and not n.deleted
    where g.id = ${groupId}::uuid`.execute(handle);
  return rows[0] ?? null;
}

/** A group of an organization by its name, without regard to case. */
export async function findGroupByName(
  handle: Handle,
  organizationId: string,
  name: string,
): Promise<{ id: string; name: string; organization_id: string } | null> {
  const { rows } = await sql<{ id: string; name: string; organization_id: string }>`
    select g.id, g.name, g.organization_id from groups g
    where g.organization_id = ${organizationId}::uuid and lower(g.name) = lower(${name})`.execute(
    handle,
  );
  return rows[0] ?? null;
}
