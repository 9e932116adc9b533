import type { ExplainedPermission, Explanation, Votes } from "../src/explain.ts";
import type { Level } from "../src/roles.ts";

/**
 * Decides once more, from an explanation alone and without any code of decisions or explanations
 * (spec authorization §3.11, §6.2, §6.3). `problems` names every claim of the explanation that does
 * not follow from the evidence it lists.
 */
export interface CheckedExplanation {
  readonly allowed: boolean;
  readonly problems: readonly string[];
}

const order: readonly Level[] = ["site", "user", "org", "member"];

function sign(permissions: readonly ExplainedPermission[]): number {
  if (permissions.some(({ negate }) => negate)) return -1;
  return permissions.length > 0 ? 1 : 0;
}

/** The votes that the listed permissions give in one organization, or anywhere for other levels. */
function votesByPlace(permissions: readonly ExplainedPermission[], level: Level): number[] {
  const here = permissions.filter((permission) => permission.level === level);
  if (level === "site" || level === "user") return [sign(here)];
  const places = new Set(here.map(({ organizationId }) => organizationId));
  return [...places].map((place) =>
    sign(here.filter(({ organizationId }) => organizationId === place)),
  );
}

function checkVote(explanation: Explanation, level: Level): string[] {
  const claimed = explanation.votes[level];
  const given = votesByPlace(explanation.permissions, level);
  const best = Math.max(...given, Number.NEGATIVE_INFINITY);
  if (claimed === null)
    return best > Number.NEGATIVE_INFINITY && best !== 0 ? [`${level}: silent`] : [];
  // Where any organization may answer, one that says nothing lifts a refusal to silence.
  const lifted = explanation.object.anyOrg === true && best === -1 && claimed === 0;
  const expected = best === Number.NEGATIVE_INFINITY ? 0 : best;
  return claimed === expected || lifted ? [] : [`${level}: ${claimed} instead of ${expected}`];
}

function checkApplicability({ votes, object }: Explanation): string[] {
  const named = object.org !== undefined && object.org !== "";
  const any = object.anyOrg === true;
  if (any && named) {
    return order.some((level) => votes[level] !== null) ? ["votes on a contradiction"] : [];
  }
  const claims: readonly (readonly [boolean, string])[] = [
    [votes.site === null, "site is silent"],
    [votes.user !== null && (named || any), "user in an organization"],
    [votes.org !== null && !named && !any, "org without organization"],
    [votes.member !== null && votes.org === null, "member without org"],
  ];
  return claims.flatMap(([wrong, problem]) => (wrong ? [problem] : []));
}

/** Permissions of organizations come from the object's own, or from any where any may answer. */
function checkPlaces({ object, permissions }: Explanation): string[] {
  return permissions
    .filter(({ level }) => level === "org" || level === "member")
    .filter(({ organizationId: place }) =>
      object.anyOrg === true ? place === null : place !== object.org,
    )
    .map(({ level }) => `${level} of another place`);
}

function checkOrder({ permissions }: Explanation): string[] {
  const keys = permissions.map(({ level, role }) => `${order.indexOf(level)} ${role}`);
  return keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") <= key)
    ? []
    : ["permissions are out of order"];
}

function rolesGrant(votes: Votes): { yes: boolean; by: Level | "none" } {
  if (votes.site === 1) return { yes: true, by: "site" };
  if (votes.site === -1) return { yes: false, by: "site" };
  if (votes.user === 1) return { yes: true, by: "user" };
  if (votes.org === 1) return { yes: true, by: "org" };
  if (votes.org === -1) return { yes: false, by: "org" };
  if (votes.member === 1) return { yes: true, by: "member" };
  return { yes: false, by: votes.member === -1 ? "member" : "none" };
}

function checkAcl({ acl, object }: Explanation): string[] {
  const problems: string[] = [];
  for (const { kind, id, actions } of acl) {
    if (id === "") problems.push("an entry without id");
    if (actions.length === 0) problems.push("an entry without actions");
    if (kind === "everyone" && id !== object.org) problems.push("Everyone of another organization");
  }
  return problems;
}

function checkScope({ scope, object }: Explanation): string[] {
  if (scope === null) return [];
  const problems: string[] = [];
  if (scope.allowed !== (scope.scopes.length > 0 && scope.allowList.length > 0)) {
    problems.push("scope: allowed does not follow");
  }
  for (const entry of scope.allowList) {
    const colon = entry.indexOf(":");
    const [type, id] = [entry.slice(0, colon), entry.slice(colon + 1)];
    if (type !== "*" && type !== object.type) problems.push(`${entry} is of another type`);
    if (id !== "*" && id !== object.id) problems.push(`${entry} is of another object`);
  }
  for (const { resourceType } of scope.scopes) {
    if (resourceType !== "*" && resourceType !== object.type)
      problems.push("scope of another type");
  }
  return problems;
}

/** Checks an explanation, and recomputes its decision. */
export function checkExplanation(explanation: Explanation): CheckedExplanation {
  const { votes, acl, scope } = explanation;
  const roles = rolesGrant(votes);
  const byAcl = acl.some(({ effective }) => effective);
  const scopeAllows = scope === null || (scope.scopes.length > 0 && scope.allowList.length > 0);
  const decidedBy = !roles.yes && byAcl ? "acl" : roles.by;
  const problems = [
    ...order.flatMap((level) => checkVote(explanation, level)),
    ...checkApplicability(explanation),
    ...checkPlaces(explanation),
    ...checkOrder(explanation),
    ...checkAcl(explanation),
    ...checkScope(explanation),
    ...(decidedBy === explanation.decidedBy ? [] : [`decided by ${explanation.decidedBy}`]),
  ];
  return { allowed: (roles.yes || byAcl) && scopeAllows, problems };
}
