import type { Tx } from "../../db/types.ts";
import { compileLinear } from "../../platform/re2.ts";
import { defaultOrganizationId } from "../organizations/index.ts";
import {
  changeOfGroups,
  type GroupChange,
  lookedUpNames,
  maxCreatedGroups,
  type NameFilter,
  type WantedGroups,
  wantedGroups,
} from "./group-plan.ts";
import {
  changeOfOrganizations,
  type OrganizationChange,
  wantedOrganizations,
} from "./organization-plan.ts";
import {
  currentGroupAndRoleSync,
  currentOrganizationSync,
  type OrganizationSettings,
  withDraft,
} from "./read-settings.ts";
import { changeOfRoles, wantedRoles } from "./role-plan.ts";
import type { GroupSync } from "./settings.ts";
import { planSiteRoles } from "./site-role-plan.ts";
import {
  findCustomRoles,
  findWantedGroups,
  listExistingOrganizations,
  type MembershipState,
  readGroupsOf,
  readMemberships,
} from "./state-store.ts";
import type {
  OrganizationRoleChange,
  SyncError,
  SyncPlan,
  SyncRefusal,
  SyncSubject,
} from "./sync-plan.ts";
import type { SyncKind, TraceRow, Tracer } from "./trace.ts";

/**
 * Decides what a login changes, and writes nothing (spec idp-sync-and-scim §A4). The user's row is locked by the
 * login before, then memberships, then groups: logins of one user follow each other and do not deadlock.
 */
export async function planSync(tx: Tx, subject: SyncSubject): Promise<SyncPlan> {
  const { history, options, user } = subject;
  const defaultId = await defaultOrganizationId(tx);
  const memberships =
    user === null
      ? [{ organizationId: defaultId, deleted: false, roles: [] }]
      : await readMemberships(tx, user.id, subject.lock);
  const settings = subject.draft?.organization ?? (await currentOrganizationSync(tx, options));
  const wanted = wantedOrganizations(settings, history, defaultId);
  const existing =
    wanted.kind === "wanted" ? await listExistingOrganizations(tx, wanted.ids) : new Set<string>();
  const organizations =
    wanted.kind === "wanted"
      ? changeOfOrganizations(wanted.ids, existing, memberships)
      : { add: [], remove: [], keep: memberships.map((one) => one.organizationId).sort() };
  for (const id of wanted.kind === "wanted" ? wanted.ids.filter((one) => !existing.has(one)) : []) {
    wanted.tracer.note("mapping", id, "unknown", "no such organization");
  }
  const inOrganizations = await planInside(tx, subject, {
    defaultId,
    memberships,
    after: afterwards(organizations, memberships, subject.onlyOrganizationId),
  });
  const site = await planSiteRoles(tx, subject);
  const refusal = refusalOf(wanted, site.refusal);
  return {
    refusal,
    organizations,
    groups: inOrganizations.groups,
    roles: inOrganizations.roles,
    siteRoles: site.change,
    trace: [...wanted.tracer.rows, ...inOrganizations.trace, ...site.trace],
    errors: [...errorsOf("organization", null, wanted), ...inOrganizations.errors, ...site.errors],
  };
}

function refusalOf(
  wanted: ReturnType<typeof wantedOrganizations>,
  siteRefusal: string | null,
): SyncRefusal | null {
  if (wanted.kind === "invalid") return { kind: "organization", detail: wanted.detail };
  return siteRefusal === null ? null : { kind: "site_role", detail: siteRefusal };
}

/** The organizations that the user is in after the change of memberships, deleted ones left out. */
function afterwards(
  change: OrganizationChange,
  memberships: readonly MembershipState[],
  only: string | undefined,
): string[] {
  const deleted = new Set(
    memberships.filter((one) => one.deleted).map((one) => one.organizationId),
  );
  const ids = [...change.keep, ...change.add].filter((id) => !deleted.has(id)).sort();
  return only === undefined ? ids : ids.filter((id) => id === only);
}

interface Inside {
  groups: GroupChange[];
  roles: OrganizationRoleChange[];
  trace: TraceRow[];
  errors: SyncError[];
}

interface Memberships {
  readonly defaultId: string;
  readonly memberships: readonly MembershipState[];
  /** Ids of the organizations to plan. */
  readonly after: readonly string[];
}

/** Plans groups and roles of all organizations, with as many statements as for one. */
async function planInside(
  tx: Tx,
  subject: SyncSubject,
  { after, defaultId, memberships }: Memberships,
): Promise<Inside> {
  const stored = await currentGroupAndRoleSync(tx, subject.options, after, defaultId);
  const settings = withDraft(stored, subject.draft);
  const inside: Inside = { groups: [], roles: [], trace: [], errors: unreadableErrors(settings) };
  await planGroups(tx, subject, settings, inside);
  await planRoles(tx, subject, { settings, memberships }, inside);
  return inside;
}

async function planGroups(
  tx: Tx,
  { history, user }: SyncSubject,
  settings: ReadonlyMap<string, OrganizationSettings>,
  inside: Inside,
): Promise<void> {
  const wanted = [...settings].map(([organizationId, { groups }]) => {
    const filter = nameFilter(groups);
    if (filter === null) {
      inside.errors.push({ kind: "group", organizationId, message: "regex_filter is not valid" });
    }
    const found = wantedGroups(groups, history, organizationId, filter ?? (() => false));
    inside.errors.push(...errorsOf("group", organizationId, found));
    return { organizationId, groups, found, isUsable: filter !== null };
  });
  const active = wanted.flatMap(({ found, isUsable, ...one }) =>
    isUsable && found.kind === "wanted" ? [{ ...one, found }] : [],
  );
  const ids = active.map((one) => one.organizationId);
  const known = await findWantedGroups(tx, active.map(lookupOf));
  const current = user === null || ids.length === 0 ? [] : await readGroupsOf(tx, user.id, ids);
  let mayCreate = maxCreatedGroups;
  for (const { organizationId, groups, found } of active) {
    const change = changeOfGroups(found, {
      organizationId,
      autoCreate: groups.autoCreate,
      known: known.filter((group) => group.organizationId === organizationId),
      current: current.flatMap((one) => (one.organizationId === organizationId ? one.id : [])),
      mayCreate,
    });
    mayCreate -= change.create.length;
    inside.groups.push(change);
  }
  inside.trace.push(...wanted.flatMap(({ found }) => found.tracer.rows));
}

function lookupOf(one: {
  organizationId: string;
  groups: GroupSync;
  found: Extract<WantedGroups, { kind: "wanted" }>;
}) {
  const names = one.found.names.flatMap((name) => lookedUpNames(name, one.groups.autoCreate));
  return { organizationId: one.organizationId, ids: one.found.ids, names };
}

/** The filter of group names; null where the pattern cannot be compiled. */
function nameFilter({ regexFilter }: GroupSync): NameFilter | null {
  if (regexFilter === null || regexFilter === "") return () => true;
  const pattern = compileLinear(regexFilter);
  return pattern === null ? null : (name) => pattern.matches(name);
}

async function planRoles(
  tx: Tx,
  { history }: SyncSubject,
  state: {
    settings: ReadonlyMap<string, OrganizationSettings>;
    memberships: readonly MembershipState[];
  },
  inside: Inside,
): Promise<void> {
  const wanted = [...state.settings].map(([organizationId, { roles }]) => {
    const found = wantedRoles(roles, history, organizationId);
    inside.errors.push(...errorsOf("role", organizationId, found));
    return { organizationId, found };
  });
  const active = wanted.flatMap(({ found, organizationId }) =>
    found.kind === "wanted" ? [{ organizationId, found }] : [],
  );
  const names = [...new Set(active.flatMap(({ found }) => found.names))];
  const custom = await findCustomRoles(
    tx,
    active.map((one) => one.organizationId),
    names,
  );
  for (const { found, organizationId } of active) {
    const stored = state.memberships.find((one) => one.organizationId === organizationId);
    const mine = custom.filter((role) => role.organizationId === organizationId);
    const customRoles = new Set(mine.map((role) => role.name));
    const change = changeOfRoles(found, { stored: stored?.roles ?? [], customRoles });
    inside.roles.push({ organizationId, ...change });
  }
  inside.trace.push(...wanted.flatMap(({ found }) => found.tracer.rows));
}

function unreadableErrors(settings: ReadonlyMap<string, OrganizationSettings>): SyncError[] {
  return [...settings].flatMap(([organizationId, { unreadable }]) =>
    unreadable.map((kind) => ({
      kind,
      organizationId,
      message: "the stored settings cannot be read and count as off",
    })),
  );
}

function errorsOf(
  kind: SyncKind,
  organizationId: string | null,
  wanted: { readonly tracer: Tracer; readonly error?: string },
): SyncError[] {
  const { error } = wanted;
  return error === undefined ? [] : [{ kind, organizationId, message: error }];
}
