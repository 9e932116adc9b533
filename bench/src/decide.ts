import type { Action, CustomRoleRow, RbacObject, Subject, SubjectInput } from "@gatehouse/rbac";
import { decide, makeSubject, rowFilter, systemRole } from "@gatehouse/rbac";

const uuid = (kind: string, n: number) =>
  `0${kind}000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

const orgIds = [1, 2, 3, 4, 5].map((n) => uuid("a", n));
const groupIds = Array.from({ length: 20 }, (_, n) => uuid("c", n));
const userId = uuid("b", 1);
const orgId = orgIds[0] ?? "";

const builder: Omit<CustomRoleRow, "organizationId"> = {
  name: "builder",
  displayName: "Builder",
  isSystem: false,
  sitePermissions: [],
  userPermissions: [],
  orgPermissions: ["create", "read", "update", "use"].map((action) => ({
    negate: false,
    resourceType: "template",
    action,
  })),
  memberPermissions: [],
};

function systemRow(organizationId: string): CustomRoleRow {
  const { name, displayName, org, member } = systemRole("organization-member", "everyone");
  const none = { sitePermissions: [], userPermissions: [] };
  const contents = { ...none, orgPermissions: org, memberPermissions: member };
  return { name, displayName, organizationId, isSystem: true, ...contents };
}

/** A member of five organizations with custom roles, groups, five scopes and a long allow list. */
const input: SubjectInput = {
  id: userId,
  siteRoles: ["template-admin"],
  organizations: orgIds.map((id) => ({
    id,
    roles: ["builder", "organization-auditor"],
    sharingMode: "everyone",
    isServiceAccount: false,
  })),
  customRoles: orgIds.flatMap((organizationId) => [
    { ...builder, organizationId },
    systemRow(organizationId),
  ]),
  groups: groupIds,
  scopes: ["user:read", "template:*", "coder:workspaces.operate", "organization:read", "file:read"],
  allowList: [
    "user:*",
    "organization:*",
    ...Array.from({ length: 100 }, (_, n) => `workspace:${uuid("d", n)}`),
    ...Array.from({ length: 20 }, (_, n) => `template:${uuid("e", n)}`),
  ],
  deployment: { disableOwnerWorkspaceAccess: false, disableWorkspaceSharing: false },
};

const checks: readonly (readonly [Action, RbacObject])[] = [
  ["read", { type: "user", id: userId, owner: userId }],
  ["update_personal", { type: "user", id: userId, owner: userId }],
  ["read", { type: "organization", id: orgId, org: orgId }],
  ["start", { type: "workspace", id: uuid("d", 5), owner: userId, org: orgId }],
  ["delete", { type: "workspace", id: uuid("d", 5), owner: userId, org: orgId }],
  [
    "read",
    {
      type: "workspace",
      id: uuid("d", 7),
      owner: uuid("b", 2),
      org: orgId,
      aclUser: { [uuid("b", 3)]: ["read"] },
      aclGroup: { [groupIds[19] ?? ""]: ["read"] },
    },
  ],
  ["create", { type: "template", org: orgId }],
  ["use", { type: "template", id: uuid("e", 3), org: orgIds[4] }],
];

function buildSubject(): Subject {
  const result = makeSubject(input);
  if (!result.ok) throw new Error(result.error.code);
  return result.subject;
}

const batchSize = 1000;
const batches = 300;

/** The median over batches of the mean duration of one call, in nanoseconds. */
function medianNs(call: () => void): number {
  const samples: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const start = process.hrtime.bigint();
    for (let n = 0; n < batchSize; n++) call();
    samples.push(Number(process.hrtime.bigint() - start) / batchSize);
  }
  samples.sort((a, b) => a - b);
  return samples[batches / 2] ?? Number.NaN;
}

/** Keeps results observable so that calls cannot be optimised away. */
const sink = { allowed: 0 };

/**
 * Median time of one `decide` in nanoseconds, over eight typical checks of a subject with custom
 * roles, groups, scopes and an allow list. Takes about a tenth of a second.
 */
export function measureDecide(): number {
  const subject = buildSubject();
  const round = () => {
    for (const [action, object] of checks) {
      if (decide(subject, action, object)) sink.allowed++;
    }
  };
  return medianNs(round) / checks.length;
}

/** Median time in nanoseconds of building that subject, as happens once per identity-cache miss. */
export function measureMakeSubject(): number {
  return medianNs(() => {
    sink.allowed += buildSubject().memberships.length;
  });
}

/** Median time in nanoseconds of deriving a row filter for a workspace list. */
export function measureRowFilter(): number {
  const subject = buildSubject();
  return medianNs(() => {
    if (rowFilter(subject, "read", "workspace").kind === "none") sink.allowed++;
  });
}
