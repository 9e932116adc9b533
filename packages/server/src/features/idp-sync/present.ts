import type { WireSyncPreview } from "@gatehouse/contract";
import type { SyncPlan } from "./sync-plan.ts";
import type { TraceRow } from "./trace.ts";

/** For whom a plan is shown. */
export interface PlanAudience {
  /** The user does not exist: even the first membership is new. */
  readonly isNew: boolean;
  /** Only what is about this organization. */
  readonly organizationId: string | undefined;
}

type PresentedPlan = Pick<
  WireSyncPreview,
  "organizations" | "groups" | "organization_roles" | "site_roles" | "trace" | "warnings"
>;

/** What a login would change, as the dry run answers it (spec idp-sync-and-scim §A8). */
export function presentSyncPlan(
  plan: SyncPlan,
  { isNew, organizationId }: PlanAudience,
  warnings: readonly string[],
): PresentedPlan {
  const concerns = (id: string | null | undefined) =>
    organizationId === undefined || id === organizationId;
  const { add, keep, remove } = plan.organizations;
  const site = organizationId === undefined ? plan.siteRoles : { before: [], after: [] };
  const errors = plan.errors.filter((error) => concerns(error.organizationId));
  return {
    organizations: {
      add: (isNew ? [...keep, ...add].sort() : [...add]).filter(concerns),
      remove: (isNew ? [] : [...remove]).filter(concerns),
      keep: (isNew ? [] : [...keep]).filter(concerns),
    },
    groups: plan.groups.map((change) => ({
      organization_id: change.organizationId,
      add: [...change.add],
      remove: [...change.remove],
      create: change.create.map((group) => group.name),
    })),
    organization_roles: plan.roles.map(({ after, before, organizationId: id }) => ({
      organization_id: id,
      before: [...before],
      after: [...after],
    })),
    site_roles: { before: [...site.before], after: [...site.after] },
    trace: plan.trace.filter((row) => concerns(row.organizationId)).map(presentRow),
    warnings: [
      ...warnings,
      ...errors.map((error) => error.message),
      ...(add.length + keep.length === 0 ? ["The user would be in no organization."] : []),
    ],
  };
}

function presentRow(row: TraceRow): PresentedPlan["trace"][number] {
  return {
    kind: row.kind,
    ...(row.organizationId === undefined ? {} : { organization_id: row.organizationId }),
    setting: row.setting,
    claim: row.claim,
    value: row.value,
    outcome: row.outcome,
    detail: row.detail,
  };
}
