import { bool, int, list, map, nullable, object, oneOf, optional, text, uuid } from "../schema.ts";
import { userStatuses } from "./user.ts";

const authorizationObject = object(
  {
    resource_type: text({
      description: "Needed. A resource type; no caller is granted anything on an unknown one.",
    }),
    owner_id: text({ description: "Owner; `me` is the caller." }),
    organization_id: text({ description: "Id of the organization." }),
    any_org: bool({ description: "Ask for any of the organizations instead of one." }),
    resource_id: text({
      description:
        "UUID of a workspace, template, user or group, which is read and replaces the other fields.",
    }),
  },
  { name: "AuthorizationObject", description: "What the action would be performed on." },
);

const authorizationCheck = object(
  {
    object: authorizationObject,
    action: text({ description: "An action; it need not be one of the resource type." }),
  },
  { name: "AuthorizationCheck", description: "One question." },
);

const checks = map(authorizationCheck, { description: "Questions by any name." });

/** The body of `POST /authcheck` (spec authorization §3.10). */
export const authorizationRequest = object(
  { checks },
  { name: "AuthorizationRequest", description: "Up to 500 checks." },
);

/** The answer of `POST /authcheck`: a verdict for each name. */
export const authorizationResponse = map(
  bool({ description: "Whether the caller may perform the action." }),
  { description: "The verdict on each check, by its name." },
);

/** The body of `POST /authcheck/explain` (spec authorization §3.11). */
export const explainRequest = object(
  {
    checks,
    user: text({ description: "Id or name of the user to ask about; default the caller." }),
  },
  { name: "AuthorizationExplainRequest", description: "Up to 100 checks about one user." },
);

/** The levels at which permissions vote. */
export const permissionLevels = ["site", "user", "org", "member"] as const;

const level = oneOf(permissionLevels, { required: true, description: "Where it votes." });
const vote = nullable(int({ min: -1, max: 1, description: "-1, 0 or 1; null: not applicable." }));

const explainedPermission = object(
  {
    role: text({ description: "The role it comes from." }),
    organization_id: optional(
      uuid({ description: "Where the role is held; omitted: everywhere." }),
    ),
    implied: bool({ description: "Whether the role is held without being assigned." }),
    level,
    negate: bool({ description: "Whether it refuses." }),
    resource_type: text({ description: "A resource type or `*`." }),
    action: text({ description: "An action or `*`." }),
  },
  { name: "ExplainedPermission", description: "A permission that spoke about the check." },
);

const explainedAcl = object(
  {
    kind: oneOf(["user", "group", "everyone"], {
      required: true,
      description: "Whom the entry names.",
    }),
    id: uuid({ description: "User, group or organization." }),
    actions: list(text({ description: "An action or `*`." }), { description: "What it grants." }),
    effective: bool({ description: "False where membership in the organization is missing." }),
  },
  { name: "ExplainedACL", description: "A matching entry of the object's access lists." },
);

const explainedScope = object(
  {
    allowed: bool({ description: "Whether the key may do it at all." }),
    scopes: list(
      object(
        {
          name: text({ description: "The scope." }),
          resource_type: text({ description: "A resource type or `*`." }),
          action: text({ description: "An action or `*`." }),
        },
        { name: "ExplainedScopePermission", description: "A matching permission of a scope." },
      ),
      { description: "Matching permissions of the key's scopes." },
    ),
    allow_list: list(text({ description: "`type:id`." }), {
      description: "Matching entries of the key's allow list.",
    }),
  },
  { name: "ExplainedScope", description: "What the key's restrictions say." },
);

/** Why a check has its result. */
export const explanation = object(
  {
    allowed: bool({ description: "The verdict." }),
    object: object(
      {
        type: text({ description: "Resource type." }),
        id: text({ description: "Empty: not given." }),
        owner: text({ description: "Empty: nobody." }),
        org: text({ description: "Empty: none." }),
        any_org: bool({ description: "Whether any organization was asked for." }),
      },
      { name: "ExplainedObject", description: "The object as evaluated." },
    ),
    votes: object(
      { site: vote, user: vote, org: vote, member: vote },
      { name: "ExplainedVotes", description: "The vote of each level." },
    ),
    permissions: list(explainedPermission, {
      description: "In the order site, user, org, member, then by role.",
    }),
    decided_by: oneOf([...permissionLevels, "acl", "none"], {
      required: true,
      description: "What settled the part of roles and access lists.",
    }),
    acl: list(explainedAcl, { description: "Matching entries of access lists." }),
    scope: nullable(explainedScope),
  },
  { name: "AuthorizationExplanation", description: "Why a check has its result." },
);

/** The answer of `POST /authcheck/explain`. */
export const explainResponse = map(explanation, {
  description: "The explanation of each check, by its name.",
});

const heldRole = object(
  {
    name: text({ description: "Name of the role." }),
    display_name: text({ description: "Name for people." }),
    organization_id: optional(uuid({ description: "Omitted for roles of the deployment." })),
    implied: bool({ description: "Whether it is held without being assigned." }),
    permissions: list(
      object(
        {
          level,
          resource_type: text({ description: "A resource type or `*`." }),
          action: text({ description: "An action or `*`." }),
          negate: bool({ description: "Whether it refuses." }),
        },
        { name: "HeldPermission", description: "A permission of a held role." },
      ),
      { description: "What the role contains." },
    ),
  },
  { name: "HeldRole", description: "A role that a user holds." },
);

const effectivePermission = object(
  {
    target: oneOf(["site", "own", "org", "org_own"], {
      required: true,
      description: "Objects of the deployment, own ones, of an organization, own ones in it.",
    }),
    organization_id: optional(uuid({ description: "For `org` and `org_own`." })),
    resource_type: text({ description: "Resource type." }),
    actions: list(text({ description: "An action." }), { description: "Ascending." }),
  },
  { name: "EffectivePermission", description: "What may be done with one kind of object." },
);

/** The answer of `GET /users/{user}/permissions` (spec authorization §3.12). */
export const userPermissions = object(
  {
    user_id: uuid({ description: "The user." }),
    status: oneOf(userStatuses, { required: true, description: "State of the account." }),
    roles: list(heldRole, { description: "Every role, implied ones included." }),
    effective: list(effectivePermission, {
      description: "What follows from the roles, without access lists and without a key.",
    }),
    groups: list(
      object(
        {
          id: uuid({ description: "Id of the group." }),
          name: text({ description: "Name of the group." }),
          organization_id: uuid({ description: "Its organization." }),
        },
        { name: "UserPermissionsGroup", description: "A group of the user." },
      ),
      { description: "Groups the user is a member of, by name." },
    ),
  },
  { name: "UserPermissions", description: "All that a user may do." },
);
