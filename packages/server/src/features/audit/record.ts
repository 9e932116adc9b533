import type { AuditRecord, AuditTarget, RequestContext } from "../../context/request-context.ts";
import { afterCommit } from "../../db/transaction.ts";
import type { Handle, Tx } from "../../db/types.ts";
import { clipText, userAgentLength } from "../../platform/clip-text.ts";
import { newId, nilUuid } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";
import { type Audited, auditDiff } from "./diff.ts";
import { type AuditEntry, insertAuditEntries } from "./store.ts";

/** `additional_fields` of entries that the dormancy subsystem writes (spec users §9). */
export const dormancyFields = {
  automatic_actor: "coder",
  automatic_subsystem: "dormancy",
} as const;

/** A change to record: the object, and its state before and after (null: did not exist). */
export interface AuditChange extends AuditTarget {
  old: Audited | null;
  new: Audited | null;
}

const withoutDiff = new Set(["login", "logout"]);

function entryFor(
  ctx: Pick<RequestContext, "requestId" | "now" | "ip" | "userAgent" | "actor">,
  change: AuditChange,
  statusCode: number,
): AuditEntry {
  const succeeded = statusCode < 400 && !withoutDiff.has(change.action);
  return {
    id: newId(),
    time: ctx.now,
    user_id: change.userId ?? ctx.actor?.user.id ?? nilUuid,
    organization_id: change.organizationId ?? nilUuid,
    ip: ctx.ip === "" ? null : ctx.ip,
    user_agent: clipText(ctx.userAgent, userAgentLength),
    resource_type: change.resourceType,
    resource_id: change.resourceId,
    resource_target: clipText(change.resourceTarget, 1024),
    resource_icon: "",
    action: change.action,
    diff: JSON.stringify(succeeded ? auditDiff(change.resourceType, change.old, change.new) : {}),
    status_code: statusCode,
    additional_fields: JSON.stringify(change.additionalFields ?? {}),
    request_id: ctx.requestId,
  };
}

/**
 * Records a successful write inside its own transaction: no entry, no write (spec deployment §8.5).
 * The entry reaches the server log when the request has succeeded.
 */
export async function recordAudit(tx: Tx, ctx: RequestContext, change: AuditChange): Promise<void> {
  const entry = entryFor(ctx, change, ctx.successStatus);
  await insertAuditEntries(tx, [entry]);
  // Only what is committed counts: a retried transaction records its entries anew.
  afterCommit(tx, () => ctx.trail.audited.push({ ...entry }));
}

/** Records many changes of one request in one statement, an entry each; like `recordAudit`. */
export async function recordAudits(
  tx: Tx,
  ctx: RequestContext,
  changes: readonly AuditChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const entries = changes.map((change) => entryFor(ctx, change, ctx.successStatus));
  await insertAuditEntries(tx, entries);
  afterCommit(tx, () => ctx.trail.audited.push(...entries.map((entry) => ({ ...entry }))));
}

/**
 * Records a refused or failed request about a known object, after it failed; best effort.
 * Skipped when no acting user is known.
 */
export async function recordRefusal(
  db: Handle,
  log: Log,
  ctx: RequestContext,
  statusCode: number,
): Promise<void> {
  const target = ctx.trail.auditTarget;
  if (target === null || (ctx.actor === null && target.userId === undefined)) return;
  const entry = entryFor(ctx, { ...target, old: null, new: null }, statusCode);
  try {
    await insertAuditEntries(db, [entry]);
    logAuditEntry(log, ctx, { ...entry });
  } catch (error) {
    log.error(
      { err: error, request_id: ctx.requestId },
      "audit entry of a refused request was lost",
    );
  }
}

/** A change made by background work, with the job or request it belongs to (spec deployment §8.5). */
export interface BackgroundChange extends AuditChange {
  requestId: string;
  time: Date;
  userId: string;
  /** Default 200. */
  statusCode?: number;
}

/** The entry of background work, for a statement that writes it together with the change itself. */
export function backgroundEntry(change: BackgroundChange): AuditEntry {
  return entryFor(backgroundContext(change), change, change.statusCode ?? 200);
}

/**
 * Records background work inside its transaction; no address, no user agent. Returns the entries, for
 * `logBackgroundAudits` after the commit.
 */
export async function recordBackgroundAudits(
  tx: Tx,
  changes: readonly BackgroundChange[],
): Promise<AuditEntry[]> {
  if (changes.length === 0) return [];
  const entries = changes.map((change) =>
    entryFor(backgroundContext(change), change, change.statusCode ?? 200),
  );
  await insertAuditEntries(tx, entries);
  return entries;
}

/** Writes committed entries of background work to the log. */
export function logBackgroundAudits(log: Log, entries: readonly AuditEntry[]): void {
  for (const entry of entries) logAuditEntry(log, { actor: null }, { ...entry });
}

function backgroundContext(change: BackgroundChange) {
  return { requestId: change.requestId, now: change.time, ip: "", userAgent: "", actor: null };
}

/** Records what an operator did on the command line: nobody is the actor (spec deployment §15.2). */
export async function recordOperatorAudit(
  tx: Tx,
  change: Omit<AuditChange, "userId"> & { time: Date },
): Promise<void> {
  await recordOperatorAudits(tx, change.time, [change]);
}

/** As `recordOperatorAudit`, for several changes of one command in one statement. */
export async function recordOperatorAudits(
  tx: Tx,
  time: Date,
  changes: readonly Omit<AuditChange, "userId">[],
): Promise<void> {
  const ctx = { requestId: newId(), now: time, ip: "", userAgent: "", actor: null };
  await insertAuditEntries(
    tx,
    changes.map((change) => entryFor(ctx, change, 200)),
  );
}

/** Writes an entry to the structured log, the path to a SIEM. */
export function logAuditEntry(
  log: Log,
  ctx: Pick<RequestContext, "actor">,
  entry: AuditRecord,
): void {
  const user = ctx.actor?.user;
  log.info(
    {
      audit_log: {
        ...entry,
        diff: JSON.parse(String(entry["diff"])),
        additional_fields: JSON.parse(String(entry["additional_fields"])),
        actor: { id: entry["user_id"], email: user?.email ?? "", username: user?.username ?? "" },
      },
    },
    "audit_log",
  );
}
