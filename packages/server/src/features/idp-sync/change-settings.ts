import type { Deps } from "../../context/deps.ts";
import {
  auditTarget,
  authorize,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { type SettingsKey, saveSettingsRow } from "./settings-store.ts";
import type { StoredJson } from "./stored-settings.ts";
import { settingsTarget } from "./targets.ts";

/** Reading needs `idpsync_settings:read` on the site, or in the organization. */
export function authorizeReading(ctx: RequestContext, organizationId?: string): void {
  authorize(ctx, "read", settingsObject(organizationId), "forbidden");
}

/** Changing needs `idpsync_settings:update`; a refusal is recorded. */
export function authorizeChange(ctx: RequestContext, { kind, organizationId }: SettingsKey): void {
  auditTarget(ctx, settingsTarget(kind, organizationId ?? nilUuid));
  authorize(ctx, "update", settingsObject(organizationId ?? undefined), "forbidden");
}

function settingsObject(organizationId: string | undefined) {
  return organizationId === undefined
    ? ({ type: "idpsync_settings" } as const)
    : ({ type: "idpsync_settings", org: organizationId } as const);
}

/** How settings of one kind are read, changed and written. */
export interface SettingsChange<S> {
  readonly key: SettingsKey;
  /** The settings in force. */
  readonly read: (tx: Tx) => Promise<S>;
  /** The settings afterwards; throws what is refused. */
  readonly change: (current: S, tx: Tx) => S | Promise<S>;
  readonly json: (settings: S) => StoredJson;
}

/**
 * Changes settings in one transaction with its audit entry. A lock orders concurrent changes, so that none of them
 * is lost; a full form overwrites what was saved before it.
 */
export function changeSettings<S>(
  deps: Deps,
  ctx: RequestContext,
  { change, json, key, read }: SettingsChange<S>,
): Promise<S> {
  const actorId = requireActor(ctx).user.id;
  return inTransaction(deps.db, async (tx) => {
    await advisoryLock(tx, "idpSyncSettings");
    const before = await read(tx);
    const after = await change(before, tx);
    await saveSettingsRow(tx, key, { settings: json(after), actorId, now: ctx.now });
    await recordAudit(tx, ctx, {
      ...settingsTarget(key.kind, key.organizationId ?? nilUuid),
      old: json(before),
      new: json(after),
    });
    return after;
  });
}
