import { type ClaimHistory, readFollowedClaim } from "./followed-claim.ts";
import { mapped, type OrganizationSync } from "./settings.ts";
import { startTrace, type Tracer } from "./trace.ts";

/** The organizations that a user's claims ask for. */
export type WantedOrganizations =
  /** Memberships stay as they are. */
  | { readonly kind: "untouched"; readonly tracer: Tracer; readonly error?: string }
  /** The login is refused. */
  | { readonly kind: "invalid"; readonly tracer: Tracer; readonly detail: string }
  | { readonly kind: "wanted"; readonly tracer: Tracer; readonly ids: readonly string[] };

/** Decides which organizations a login asks for; names are never matched (spec idp-sync-and-scim §A4.1). */
export function wantedOrganizations(
  settings: OrganizationSync,
  history: ClaimHistory,
  defaultOrganizationId: string,
): WantedOrganizations {
  const tracer = startTrace({ kind: "organization", claim: settings.field });
  const claim = readFollowedClaim(settings.field, history, tracer);
  if (claim.kind !== "values") return { ...claim, tracer };
  const ids = new Set<string>();
  if (settings.assignDefault) {
    ids.add(defaultOrganizationId);
    tracer.note("organization_assign_default", "", "default", defaultOrganizationId);
  }
  for (const value of claim.values) {
    const targets = mapped(settings.mapping, value);
    if (targets === undefined) tracer.note("mapping", value, "unmapped", "ignored");
    else tracer.note("mapping", value, "mapped", targets.join(", "));
    for (const id of targets ?? []) ids.add(id);
  }
  return { kind: "wanted", tracer, ids: [...ids] };
}

/** A membership as the plan sees it. */
export interface CurrentMembership {
  readonly organizationId: string;
  readonly deleted: boolean;
}

/** How memberships change. */
export interface OrganizationChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly keep: readonly string[];
}

/** Compares what is wanted with what is; organizations that do not exist are never wanted. */
export function changeOfOrganizations(
  wanted: readonly string[],
  existing: ReadonlySet<string>,
  current: readonly CurrentMembership[],
): OrganizationChange {
  const expected = new Set(wanted.filter((id) => existing.has(id)));
  const members = new Set(current.map((one) => one.organizationId));
  return {
    add: [...expected].filter((id) => !members.has(id)).sort(),
    remove: [...members].filter((id) => !expected.has(id)).sort(),
    keep: [...members].filter((id) => expected.has(id)).sort(),
  };
}
