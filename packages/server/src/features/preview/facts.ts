import {
  actionsGrantedByAcl,
  type CustomRoleRow,
  compareEffective,
  type EffectivePermission,
  effectivePermissions,
  groupObject,
  makeSubject,
  type RoleSwitches,
  type SharingMode,
  type Subject,
} from "@gatehouse/rbac";

/** What the permissions of one user follow from. */
export interface Facts {
  siteRoles: readonly string[];
  isServiceAccount: boolean;
  memberships: readonly {
    id: string;
    roles: readonly string[];
    /** What every member of the organization has besides. */
    defaultRoles: readonly string[];
    sharing: SharingMode;
  }[];
  /** Explicit groups, with their organizations. */
  groups: readonly { id: string; organizationId: string }[];
}

/** One state of the world as far as a change touches it. */
export interface State {
  facts: Facts;
  customRoles: readonly CustomRoleRow[];
}

/** A permission that is gained or lost: on a kind of objects, or on one object by its access list. */
export type ChangedPermission =
  | (EffectivePermission & { objectId: null })
  | {
      target: "object";
      organizationId: string;
      objectId: string;
      resourceType: "group";
      actions: readonly string[];
    };

/** What one user gains and loses. */
export interface Difference {
  gains: readonly ChangedPermission[];
  losses: readonly ChangedPermission[];
}

/** The difference between the snapshots of a user in two states (spec authorization §3.15). */
export function differenceOf(
  userId: string,
  before: State,
  after: State,
  switches: RoleSwitches,
): Difference {
  const [was, is] = [before, after].map((state) => subjectIn(userId, state, switches));
  if (was === undefined || is === undefined) return { gains: [], losses: [] };
  const roles = compareEffective(effectivePermissions(was), effectivePermissions(is));
  const had = grantedObjects(was, before.facts);
  const has = grantedObjects(is, after.facts);
  const plain = (entry: EffectivePermission) => ({ ...entry, objectId: null });
  return {
    gains: [...roles.gains.map(plain), ...without(has, had)],
    losses: [...roles.losses.map(plain), ...without(had, has)],
  };
}

function subjectIn(userId: string, state: State, switches: RoleSwitches): Subject {
  const { facts, customRoles } = state;
  const made = makeSubject({
    id: userId,
    siteRoles: facts.siteRoles,
    organizations: facts.memberships.map(({ id, roles, defaultRoles, sharing }) => ({
      id,
      roles: [...roles, ...defaultRoles],
      sharingMode: sharing,
      isServiceAccount: facts.isServiceAccount,
    })),
    customRoles,
    groups: facts.groups.map(({ id }) => id),
    scopes: null,
    allowList: null,
    deployment: switches,
  });
  // Only scopes and allow lists can fail, and there are none.
  if (!made.ok) throw new Error("a subject without a key was refused");
  return made.subject;
}

type ObjectPermission = Extract<ChangedPermission, { target: "object" }>;

/**
 * The objects that access lists open to the user. In this release groups alone have such lists: each is
 * readable for its members, Everyone among them.
 */
function grantedObjects(subject: Subject, facts: Facts): ObjectPermission[] {
  const everyone = facts.memberships.map(({ id }) => ({ id, organizationId: id }));
  return [...everyone, ...facts.groups].flatMap(({ id, organizationId }) => {
    const actions = actionsGrantedByAcl(subject, groupObject(organizationId, id));
    if (actions.length === 0) return [];
    return [{ target: "object", organizationId, objectId: id, resourceType: "group", actions }];
  });
}

function without(from: readonly ObjectPermission[], taken: readonly ObjectPermission[]) {
  const gone = new Set(taken.map(({ objectId }) => objectId));
  return from.filter(({ objectId }) => !gone.has(objectId));
}
