import { anyJson, bool, int, list, object, oneOf, optional, text, time, uuid } from "../schema.ts";
import { validation } from "./common.ts";

/** The states of an account (spec users §3). */
export const userStatuses = ["active", "dormant", "suspended"] as const;

/** How a user or a key authenticates (spec users §3). */
export const loginTypes = [
  "password",
  "github",
  "oidc",
  "token",
  "none",
  "oauth2_provider_app",
] as const;

/** A role as users and members show it. */
export const slimRole = object(
  {
    name: text({ description: "Name of the role." }),
    display_name: text({ description: "Name for people; empty for an unknown role." }),
    organization_id: optional(text({ description: "Omitted for site roles." })),
  },
  { name: "SlimRole", description: "A role's names." },
);

/** The User object (spec users §4). */
export const user = object(
  {
    id: uuid({ description: "Id of the user." }),
    username: text({ description: "Unique name." }),
    name: optional(text({ description: "Full name; omitted when empty." })),
    email: text({ description: "E-mail address; empty for service accounts." }),
    avatar_url: optional(text({ description: "Picture; omitted when empty." })),
    created_at: time({ description: "When the account was created." }),
    updated_at: time({ description: "When the row changed last, by activity too." }),
    last_seen_at: time({ description: "Last use; year 1 means never." }),
    status: oneOf(userStatuses, { required: true, description: "State of the account." }),
    login_type: oneOf(loginTypes, { required: true, description: "How the user signs in." }),
    is_service_account: optional(bool({ description: "Omitted when false." })),
    theme_preference: optional(text({ description: "Never filled; read the appearance instead." })),
    organization_ids: list(uuid({ description: "Id of an organization." }), {
      description: "All memberships.",
    }),
    roles: list(slimRole, { description: "Site roles, without the implied one." }),
    has_ai_seat: bool({ description: "Whether the user occupies an AI seat." }),
  },
  { name: "User", description: "A user." },
);

/** The answer of `GET /users`. */
export const userPage = object(
  {
    users: list(user, { description: "The page." }),
    count: int({ description: "Matching rows before paging; 0 when the page is empty." }),
  },
  { name: "GetUsersResponse", description: "A page of users." },
);

/** The body of `POST /users` (spec users §7.11). */
export const createUserRequest = object(
  {
    email: text({
      format: "email",
      requiredUnless: "service_account",
      description: "Required unless `service_account`.",
    }),
    username: text({ required: true, format: "username_new", description: "Unique name." }),
    name: text({ format: "user_real_name", description: "Full name." }),
    password: text({ secret: true, description: "Only with login type password." }),
    login_type: oneOf(["", ...loginTypes], { description: "Default password." }),
    user_status: oneOf(userStatuses, { description: "Default dormant." }),
    organization_ids: list(uuid({ description: "Id; the nil UUID is the default organization." }), {
      maxItems: 1000,
      description: "At least one.",
    }),
    service_account: bool({ description: "A user that cannot sign in interactively." }),
    roles: list(text({ description: "Name of a site role." }), {
      maxItems: 100,
      description: "Site roles.",
    }),
    organization_id: uuid({ description: "Deprecated: appended to `organization_ids`." }),
    disable_login: bool({ description: "Deprecated: login type none when none is given." }),
  },
  { name: "CreateUserRequestWithOrgs", description: "A new user." },
);

/** The body of `POST /users/import` (spec users §7.25); entries are judged one by one. */
export const importUsersRequest = object(
  {
    dry_run: bool({ description: "Only decide; nothing is written." }),
    users: list(anyJson({ description: "A new user.", documentedAs: createUserRequest }), {
      required: true,
      maxItems: 1000,
      description: "One to 1000 users.",
    }),
  },
  { name: "ImportUsersRequest", description: "Users to create." },
);

/** The answer of `POST /users/import`. */
export const importUsersResponse = object(
  {
    created: int({ description: "How many users were created." }),
    results: list(
      object(
        {
          index: int({ description: "Position of the entry in the request, from 0." }),
          status: oneOf(["created", "valid", "refused"], {
            required: true,
            name: "ImportUserStatus",
            description: "`valid` only in a dry run.",
          }),
          user_id: optional(uuid({ description: "Id of the new user." })),
          code: optional(text({ description: "Error code of a refusal." })),
          message: optional(text({ description: "Why it was refused, for people." })),
          validations: optional(
            list(validation, { description: "Every failing field; omitted when there is none." }),
          ),
        },
        { name: "ImportUserResult", description: "What became of one entry." },
      ),
      { description: "One result per entry, in the order of the request." },
    ),
  },
  { name: "ImportUsersResponse", description: "What became of all entries." },
);

/** The body of `PUT /users/{user}/profile` (spec users §7.14). */
export const updateProfileRequest = object(
  {
    username: text({ required: true, format: "username", description: "Unique name." }),
    name: text({ format: "user_real_name", description: "Full name; empty clears it." }),
    avatar_url: optional(
      text({ format: "avatar_url", description: "Picture; ignored for federated accounts." }),
    ),
  },
  { name: "UpdateUserProfileRequest", description: "The whole profile." },
);

/** The body of `PUT /users/{user}/roles`. */
export const updateRolesRequest = object(
  {
    roles: list(text({ description: "Name of a site role." }), {
      maxItems: 100,
      description: "The full set of site roles.",
    }),
  },
  { name: "UpdateRoles", description: "A set of roles." },
);

/** The body of `PUT /users/{user}/password` (spec users §7.18). */
export const updatePasswordRequest = object(
  {
    old_password: text({ secret: true, description: "Needed for one's own password." }),
    password: text({ secret: true, required: true, description: "The new password." }),
  },
  { name: "UpdateUserPasswordRequest", description: "A password change." },
);

/** The answer of `GET /users/{user}/login-type`. */
export const userLoginType = object(
  { login_type: oneOf(loginTypes, { required: true, description: "How the user signs in." }) },
  { name: "UserLoginType", description: "A login type." },
);

/** The answer of `GET` and `PUT /users/{user}/gitsshkey` (spec users §7.22). */
export const gitSshKey = object(
  {
    user_id: uuid({ description: "Owner." }),
    created_at: time({ description: "When the first pair was made." }),
    updated_at: time({ description: "When this pair was made." }),
    public_key: text({ description: "authorized-keys form with trailing newline." }),
  },
  { name: "GitSSHKey", description: "The public half of a user's SSH key." },
);
