import { anyJson, bool, int, list, object, oneOf, optional, text, uuid } from "../schema.ts";
import { customRoleRequest } from "./role.ts";

/** Kinds of changes whose effect on permissions can be asked for (spec authorization §3.15). */
export const previewKinds = [
  "custom_role",
  "site_roles",
  "member_roles",
  "member",
  "group",
] as const;

const userIds = (description: string) =>
  list(text({ description: "Id of a member of the organization." }), {
    maxItems: 50_000,
    description,
  });

/** The body of `POST /authcheck/preview`. */
export const previewRequest = object(
  {
    change: object(
      {
        kind: oneOf(previewKinds, { required: true, description: "What would be changed." }),
        organization_id: uuid({ description: "For `custom_role`, `member_roles` and `member`." }),
        user_id: uuid({ description: "For `site_roles`, `member_roles` and `member`." }),
        group_id: uuid({ description: "For `group`." }),
        role: optional(customRoleRequest),
        roles: list(text({ description: "Name of a role." }), {
          maxItems: 100,
          description: "The full set, for `site_roles` and `member_roles`.",
        }),
        action: oneOf(["add", "remove"], { description: "For `member`." }),
        add_users: userIds("For `group`: who comes in."),
        remove_users: userIds("For `group`: who goes out."),
        delete: anyJson({
          description: "For `custom_role` the name of the role, for `group` true: it is deleted.",
        }),
      },
      { name: "PreviewedChange", description: "A change of one of the kinds." },
    ),
  },
  { name: "PreviewRequest", description: "The change to preview." },
);

const entry = object(
  {
    user_id: uuid({ description: "The user." }),
    username: text({ description: "Name of the user." }),
    target: oneOf(["site", "own", "org", "org_own", "object"], {
      required: true,
      description:
        "Objects of the deployment, own ones, of an organization, own ones in it, or one object whose access list counts.",
    }),
    organization_id: optional(uuid({ description: "For `org`, `org_own` and `object`." })),
    object_id: optional(uuid({ description: "For `object`." })),
    resource_type: text({ description: "Resource type." }),
    actions: list(text({ description: "An action." }), { description: "Ascending." }),
  },
  { name: "PreviewEntry", description: "What one user gains or loses on one kind of object." },
);

/** The answer of `POST /authcheck/preview`. */
export const preview = object(
  {
    gains: list(entry, { description: "By username; users whom the caller may read." }),
    losses: list(entry, { description: "By username; users whom the caller may read." }),
    users: int({ description: "All users who would gain or lose anything, listed or not." }),
    truncated: bool({ description: "Whether more than 1,000 users could be listed." }),
  },
  { name: "AuthorizationPreview", description: "What a change would do to permissions." },
);
