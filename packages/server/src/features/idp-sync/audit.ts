import type { UserRow } from "../../context/actor.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { afterCommit } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { type BackgroundChange, recordBackgroundAudits } from "../audit/index.ts";
import { userAuditTarget } from "../users/index.ts";
import type { TouchedGroup } from "./apply-store.ts";
import type { SyncError, SyncPlan } from "./sync-plan.ts";
import { settingsTarget } from "./targets.ts";
import type { SyncKind } from "./trace.ts";

/** What a sync wrote. */
export interface SyncOutcome {
  ended: { organizationId: string; roles: string[]; groups: string[] }[];
  started: string[];
  created: (TouchedGroup & { displayName: string })[];
  left: TouchedGroup[];
  entered: TouchedGroup[];
  /** The user after a change of site roles, else null. */
  user: UserRow | null;
}

interface Recorded {
  user: UserRow;
  plan: SyncPlan;
  outcome: SyncOutcome;
}

/** `additional_fields` of entries that sync writes (trap 13). */
const bySync = { automatic_actor: "coder", automatic_subsystem: "idp-sync" } as const;

/** Status of entries about what sync could not do; `outcome:refused` finds them. */
const refusedStatus = 400;

/**
 * Records every change of a sync in its transaction, with the user as the actor, and what it could not do for the
 * administrators of the organization (trap 13).
 */
export async function recordSync(tx: Tx, ctx: RequestContext, done: Recorded): Promise<void> {
  const common = {
    requestId: ctx.requestId,
    time: ctx.now,
    userId: done.user.id,
    additionalFields: { ...bySync },
  };
  const changes = [
    ...memberChanges(done),
    ...groupChanges(done),
    ...siteChanges(done),
    ...done.plan.errors.map(errorEntry),
  ];
  const entries = await recordBackgroundAudits(
    tx,
    changes.map((change) => ({
      ...common,
      ...change,
      additionalFields: { ...common.additionalFields, ...change.additionalFields },
    })),
  );
  afterCommit(tx, () => ctx.trail.audited.push(...entries.map((entry) => ({ ...entry }))));
}

type Change = Omit<BackgroundChange, "requestId" | "time" | "userId">;

function memberChanges({ outcome, plan, user }: Recorded): Change[] {
  const of = (organizationId: string, action: string) => ({
    resourceType: "organization_member",
    action,
    resourceId: user.id,
    resourceTarget: user.username,
    organizationId,
  });
  const state = (roles: readonly string[]) => ({
    username: user.username,
    user_id: user.id,
    roles: [...roles],
  });
  const ended = outcome.ended.map(({ groups, organizationId, roles }) => ({
    ...of(organizationId, "delete"),
    old: state(roles),
    new: null,
    additionalFields: groups.length === 0 ? {} : { groups },
  }));
  const started = outcome.started.map((id) => ({ ...of(id, "create"), old: null, new: state([]) }));
  const roles = plan.roles.filter((change) => change.isChange);
  const changed = roles.map(({ after, before, organizationId }) => ({
    ...of(organizationId, "write"),
    old: state(before),
    new: state(after),
  }));
  return [...ended, ...started, ...changed];
}

function groupChanges({ outcome, user }: Recorded): Change[] {
  const of = (group: TouchedGroup, action: string) => ({
    resourceType: "group",
    action,
    resourceId: group.id,
    resourceTarget: group.name,
    organizationId: group.organizationId,
  });
  const members = (old: string[], after: string[]) => ({
    old: { members: old },
    new: { members: after },
    additionalFields: { members: "changes_only" },
  });
  return [
    ...outcome.created.map((group) => ({
      ...of(group, "create"),
      old: null,
      new: { id: group.id, name: group.name, display_name: group.displayName, source: "oidc" },
    })),
    ...outcome.left.map((group) => ({ ...of(group, "write"), ...members([user.id], []) })),
    ...outcome.entered.map((group) => ({ ...of(group, "write"), ...members([], [user.id]) })),
  ];
}

function siteChanges({ outcome, user }: Recorded): Change[] {
  if (outcome.user === null) return [];
  const target = userAuditTarget(outcome.user, "write");
  return [{ ...target, old: { ...user }, new: { ...outcome.user } }];
}

const settingsOf: Readonly<Record<SyncKind, "organization" | "group" | "role">> = {
  organization: "organization",
  group: "group",
  role: "role",
  site_role: "role",
};

function errorEntry({ kind, message, organizationId }: SyncError): Change {
  return {
    ...settingsTarget(settingsOf[kind], organizationId ?? nilUuid),
    old: null,
    new: null,
    statusCode: refusedStatus,
    additionalFields: { sync_error: message },
  };
}
