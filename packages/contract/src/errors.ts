import type { Validation } from "./validation.ts";

/** The error envelope, also used for acknowledgements (spec users §1.4). */
export interface Envelope {
  message: string;
  detail?: string;
  validations?: readonly Validation[];
}

/**
 * Every error code: HTTP status and default message.
 * Codes appear in logs, metrics and the reference; the wire carries status and text only.
 * A code is never reused for another meaning.
 */
export const errorCodes = {
  malformed_body: [400, "The request body is not valid JSON."],
  validation_failed: [400, "Validation failed."],
  invalid_query: [400, "The query parameters are invalid."],
  invalid_search: [400, "The search expression is invalid."],
  malformed_request: [400, "The request could not be understood."],
  csrf_failed: [400, "The request failed the CSRF check."],
  csrf_token_mismatch: [
    400,
    "The request carries two different session tokens, in its cookie and in its Coder-Session-Token header.",
  ],
  refused: [400, "The request was refused."],
  weak_password: [400, "The password is too weak."],
  wrong_old_password: [400, "The old password is wrong."],
  password_unchanged: [400, "New password cannot match old password."],
  passcode_invalid: [400, "The one-time passcode is wrong or has expired."],
  self_refused: [400, "You cannot do this to yourself."],
  role_refused: [400, "The roles cannot be set."],
  provider_not_configured: [400, "This way to sign in is not configured."],
  provider_refused: [400, "The identity provider refused the sign-in."],
  sign_in_incomplete: [400, "The answer of the identity provider is incomplete. Start again."],
  host_refused: [400, "Signing in is not possible under this host name."],
  id_token_invalid: [400, "The identity provider sent a token that cannot be trusted."],
  claims_invalid: [400, "The identity provider told about you in a form that cannot be used."],
  email_missing: [400, "The identity provider did not tell your e-mail address."],
  device_flow_pending: [400, "The sign-in is not confirmed yet."],
  device_flow_off: [400, "Signing in with a device code is switched off."],
  conversion_invalid: [400, "The change of the login type cannot be completed. Start it again."],
  custom_role_refused: [400, "The role cannot be saved like this."],
  stats_not_ready: [400, "The deployment statistics are not collected yet."],
  unauthenticated: [401, "You are signed out or your session has expired. Please sign in again."],
  account_inactive: [401, "Your account is not active."],
  wrong_credentials: [401, "The e-mail or the password is wrong."],
  state_mismatch: [
    401,
    "This sign-in was not started in this browser, or another one was started since. Start again.",
  ],
  session_link_missing: [
    401,
    "Your session is not connected with the identity provider any more. Sign in again.",
  ],
  session_refresh_failed: [
    401,
    "The refresh of your session with the identity provider failed. Sign in again.",
  ],
  github_not_allowed: [401, "Your GitHub account is not allowed to sign in here."],
  forbidden: [403, "You are not allowed to do this."],
  password_auth_disabled: [403, "Password authentication is disabled."],
  wrong_login_type: [403, "This account does not sign in with a password."],
  login_type_mismatch: [403, "Your account signs in another way."],
  email_unverified: [403, "Your e-mail address is not verified."],
  email_domain_refused: [403, "Your e-mail address is not allowed to sign in here."],
  group_refused: [403, "You are in none of the groups that may sign in here."],
  identity_conflict: [403, "Your account belongs to another identity at the provider."],
  link_refused: [403, "This account cannot be connected with the identity provider."],
  signups_disabled: [403, "New accounts are not created by signing in."],
  account_refused: [403, "Your account may not sign in."],
  conversion_refused: [403, "The change of the login type belongs to somebody else."],
  role_forbidden: [403, "You are not allowed to assign these roles."],
  not_found: [404, "Resource not found or you do not have access to it."],
  route_not_found: [404, "This route does not exist."],
  first_user_missing: [404, "The first user has not been created yet."],
  method_not_allowed: [405, "This method is not allowed here."],
  request_timeout: [408, "The request was not received in time."],
  conflict: [409, "The value is already in use."],
  email_in_use: [409, "Your e-mail address belongs to another user. Ask an administrator."],
  username_in_use: [409, "No free username could be found for you. Ask an administrator."],
  already_initialized: [409, "The first user has already been created."],
  last_owner: [409, "This would leave the deployment without an owner who can sign in."],
  managed_by_provider: [409, "The identity provider manages this; change it there."],
  last_organization_admin: [
    409,
    "This would leave the organization without an administrator, and the deployment has no owner.",
  ],
  organization_in_use: [409, "The organization is still in use."],
  body_too_large: [413, "The request body is too large."],
  user_has_workspaces: [417, "The user still owns workspaces."],
  bypass_forbidden: [428, "Only owners may bypass rate limits."],
  rate_limited: [429, "Too many requests. Try again later."],
  busy: [429, "Too many sign-ins are being checked at the moment. Try again shortly."],
  headers_too_large: [431, "The URL and the headers are too large."],
  budget_check_failed: [500, "The AI budget could not be checked. Try again shortly."],
  internal: [500, "An internal error occurred."],
  provider_failed: [500, "The identity provider did not complete the sign-in."],
  provider_unavailable: [
    503,
    "The identity provider cannot be reached at the moment. Try again shortly.",
  ],
  unavailable: [503, "The service is not available at the moment."],
} as const satisfies Record<string, readonly [number, string]>;

/** A stable name for one kind of failure. */
export type ErrorCode = keyof typeof errorCodes;

/** How a failure is told to a person in a browser, where the default message does not say it. */
export interface ErrorPage {
  /** The heading. */
  readonly title: string;
  /** One paragraph each; plain text. */
  readonly paragraphs: readonly string[];
  /** Markdown by the operator; instead of the paragraphs. */
  readonly markdown?: string;
  /** Where to go from here besides the sign-in page; a local path. */
  readonly link?: { readonly href: string; readonly text: string };
}

/** What `fail` may add to the default message of a code. */
export interface ErrorParts {
  message?: string;
  detail?: string;
  validations?: readonly Validation[];
  /** Shown to people; programs read `message` and `detail`. */
  page?: ErrorPage;
  /** Logged, never sent. */
  cause?: unknown;
}

/** The one error class of the product: a code with its status and what the client may read. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly validations: readonly Validation[] | undefined;
  readonly page: ErrorPage | undefined;

  constructor(code: ErrorCode, parts: ErrorParts = {}) {
    super(
      parts.message ?? errorCodes[code][1],
      parts.cause === undefined ? {} : { cause: parts.cause },
    );
    this.name = "ApiError";
    this.code = code;
    this.status = errorCodes[code][0];
    this.detail = parts.detail;
    this.validations = parts.validations;
    this.page = parts.page;
  }

  /** The body that is sent; `detail` and `validations` are omitted when empty. */
  envelope(): Envelope {
    return {
      message: this.message,
      ...(this.detail ? { detail: this.detail } : {}),
      ...(this.validations?.length ? { validations: this.validations } : {}),
    };
  }
}

/** Throws the error of a code. */
export function fail(code: ErrorCode, parts?: ErrorParts): never {
  throw new ApiError(code, parts);
}

/** Throws `validation_failed` for one field. */
export function failField(field: string, detail: string): never {
  throw new ApiError("validation_failed", { validations: [{ field, detail }] });
}
