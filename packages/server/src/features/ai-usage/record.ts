import { failField, writeJson } from "@gatehouse/contract";
import { ownedObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler, HandlerAnswer } from "../../context/handler.ts";
import {
  authorize,
  can,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import type { EffectiveBudget } from "../../context/services.ts";
import { inTransaction, withSavepoint } from "../../db/transaction.ts";
import { parsePercents } from "../../platform/config/percents.ts";
import {
  type AddedSpend,
  findEffectiveBudgets,
  noteThresholds,
  periodOf,
} from "../ai-budgets/index.ts";
import { contentHash } from "./content-hash.ts";
import { type PricedRecord, priceRecords } from "./price-records.ts";
import { findContentHashes, findPeople, insertUsage, type UsageRow } from "./record-store.ts";
import { horizonOf } from "./retention.ts";
import { type GivenRecord, recordFault } from "./rules.ts";

type Receipt = HandlerAnswer<"recordUsage">;

/** A record that can be stored. */
interface Ready extends PricedRecord {
  index: number;
  userId: string;
  budget: EffectiveBudget | undefined;
  hash: Buffer;
}

interface Batch {
  rejected: Receipt["rejected"];
  duplicates: number;
}

/**
 * `POST /ai/usage` (spec ai-prices §9.3). The number of statements does not depend on the number of
 * records. Whoever may record for himself only cannot attribute anything to others: such a record is
 * rejected like one about a user who does not exist.
 */
export const recordUsage: GuardedHandler<"recordUsage"> = {
  guard: (_deps, ctx) => {
    const self = requireActor(ctx).user.id;
    authorize(ctx, "create", ownedObject("aibridge_interception", self), "forbidden");
  },
  handle: async (deps, ctx, { body }) => {
    const { records } = body;
    if (records.length === 0) failField("records", "at least one record must be given");
    const batch: Batch = { rejected: [], duplicates: 0 };
    const ready = await prepare(deps, ctx, records, batch);
    const stored = await store(deps, ctx, ready, batch);
    for (const { record, providerType, micros } of stored.records) {
      if (micros !== null) continue;
      const name = record.provider_name === "" ? "unknown" : record.provider_name;
      deps.aiMetrics.countUnpriced(name, providerType ?? "unknown", record.model);
    }
    const users = [...new Set(stored.records.map((one) => one.userId))];
    await deps.aiSeats.noteUse(ctx, users);
    return {
      accepted: BigInt(stored.records.length),
      duplicates: BigInt(batch.duplicates),
      rejected: batch.rejected.sort((a, b) => Number(a.index - b.index)),
      blocked_users: stored.blocked,
    };
  },
};

function reject(batch: Batch, index: number, record: GivenRecord, detail: string): void {
  batch.rejected.push({ index: BigInt(index), id: record.id, detail });
}

/** Judges, attributes and prices records; what cannot be stored lands in the batch. */
async function prepare(
  deps: Deps,
  ctx: RequestContext,
  records: readonly GivenRecord[],
  batch: Batch,
): Promise<Ready[]> {
  const bounds = { now: ctx.now, horizon: horizonOf(deps.config, ctx.now) };
  const places = new Map<GivenRecord, number>();
  for (const [index, record] of records.entries()) {
    const fault = recordFault(record, bounds);
    if (fault === null) places.set(record, index);
    else reject(batch, index, record, fault);
  }
  const judged = [...places.keys()];
  const owners = await findOwners(deps, ctx, judged);
  const owned = judged.filter((record) => {
    if (owners.has(record)) return true;
    reject(batch, places.get(record) ?? 0, record, "user_id: there is no such user for you");
    return false;
  });
  if (owned.length === 0) return [];
  const priced = await priceRecords(deps, owned, ctx.now);
  const budgets = await findEffectiveBudgets(deps.db, [...new Set(owners.values())]);
  const ready = priced.flatMap((pricing): Ready[] => {
    const index = places.get(pricing.record) ?? 0;
    const userId = owners.get(pricing.record) ?? "";
    if ("fault" in pricing) {
      reject(batch, index, pricing.record, pricing.fault);
      return [];
    }
    const hash = contentHash(pricing.record, userId);
    return [{ ...pricing, index, userId, budget: budgets.get(userId), hash }];
  });
  return withoutRepeats(ready, batch);
}

/** Who each record is about, where the caller may record usage for him. */
async function findOwners(
  deps: Deps,
  ctx: RequestContext,
  records: readonly GivenRecord[],
): Promise<Map<GivenRecord, string>> {
  const ids = new Set(records.flatMap(({ user_id }) => user_id ?? []));
  const names = new Set(records.map(({ username }) => username.toLowerCase()));
  names.delete("");
  const people = await findPeople(deps.db, [...ids], [...names]);
  const allowed = people.filter((person) =>
    can(ctx, "create", ownedObject("aibridge_interception", person.id)),
  );
  const byId = new Set(allowed.map((person) => person.id));
  const live = allowed.filter((person) => !person.deleted);
  const byName = new Map(live.map((person) => [person.username, person.id]));
  const owners = new Map<GivenRecord, string>();
  for (const record of records) {
    const id =
      record.user_id === undefined ? byName.get(record.username.toLowerCase()) : record.user_id;
    if (id !== undefined && byId.has(id)) owners.set(record, id);
  }
  return owners;
}

/** Of several records with one id in a request the first counts. */
function withoutRepeats(ready: readonly Ready[], batch: Batch): Ready[] {
  const first = new Map<string, Ready>();
  return ready.filter((one) => {
    const before = first.get(one.record.id);
    if (before === undefined) {
      first.set(one.record.id, one);
      return true;
    }
    countRepeat(batch, one, before.hash);
    return false;
  });
}

function countRepeat(batch: Batch, { index, record, hash }: Ready, known: Buffer): void {
  if (known.equals(hash)) batch.duplicates += 1;
  else reject(batch, index, record, "id: another record has this id");
}

/** One transaction: records, daily totals, reservations and thresholds. */
async function store(
  deps: Deps,
  ctx: RequestContext,
  ready: readonly Ready[],
  batch: Batch,
): Promise<{ records: Ready[]; blocked: string[] }> {
  if (ready.length === 0) return { records: [], blocked: [] };
  const rows = ready.map(rowOf);
  const by = { submittedBy: requireActor(ctx).user.id, now: ctx.now };
  const result = await inTransaction(deps.db, async (tx) => {
    const fresh = new Set(await insertUsage(tx, rows, by));
    const records = ready.filter(({ record }) => fresh.has(record.id));
    const limited = limitedSpend(records);
    if (limited.length === 0) return { records, blocked: [], fresh };
    const percents = parsePercents(deps.config.aiBudgetThresholds);
    const at = { now: ctx.now, period: periodOf(ctx.now), percents };
    const noted = await withSavepoint(tx, () => noteThresholds(tx, limited, at));
    if (!noted.ok)
      deps.log.error({ err: noted.error }, "thresholds of AI budgets were not checked");
    return { records, blocked: noted.ok ? noted.value : [], fresh };
  });
  const known = ready.filter(({ record }) => !result.fresh.has(record.id));
  if (known.length > 0) {
    const hashes = await findContentHashes(
      deps.db,
      known.map(({ record }) => record.id),
    );
    for (const one of known) countRepeat(batch, one, hashes.get(one.record.id) ?? Buffer.alloc(0));
  }
  return result;
}

/** A record as it is stored. */
function rowOf({
  record,
  providerType,
  prices,
  micros,
  pico,
  userId,
  budget,
  hash,
}: Ready): UsageRow {
  return {
    id: record.id,
    user_id: userId,
    provider_name: record.provider_name,
    provider_type: providerType,
    model: record.model,
    input_tokens: record.input_tokens,
    output_tokens: record.output_tokens,
    cache_read_input_tokens: record.cache_read_input_tokens,
    cache_write_input_tokens: record.cache_write_input_tokens,
    effective_group_id: budget?.group_id ?? null,
    input_price_micros: prices?.input_price ?? null,
    output_price_micros: prices?.output_price ?? null,
    cache_read_price_micros: prices?.cache_read_price ?? null,
    cache_write_price_micros: prices?.cache_write_price ?? null,
    cost_micros: micros,
    cost_pico: pico,
    content_hash: `\\\\x${hash.toString("hex")}`,
    provider_response_id: record.provider_response_id,
    client: record.client,
    session_id: record.session_id,
    metadata: writeJson(record.metadata),
    reservation_id: record.reservation_id ?? null,
    created_at: record.created_at,
  };
}

/** What new records add to the spend of users with a limit, by period; their day counts, not the clock. */
function limitedSpend(records: readonly Ready[]): AddedSpend[] {
  const sums = new Map<string, AddedSpend>();
  for (const { budget, micros, record, userId } of records) {
    const groupId = budget?.group_id;
    if (budget === undefined || budget.limit === null || groupId == null) continue;
    // Times are in UTC here, so that their first letters are the month.
    const key = `${userId} ${record.created_at.slice(0, 7)}`;
    const sum = sums.get(key);
    if (sum !== undefined) sum.added += micros ?? 0n;
    else {
      const period = periodOf(new Date(record.created_at));
      sums.set(key, { budget, groupId, period, added: micros ?? 0n });
    }
  }
  return [...sums.values()];
}
