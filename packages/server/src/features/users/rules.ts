import type { CreateUserRequest, LoginType, UserStatus, Validation } from "@gatehouse/contract";

const nilUuid = "00000000-0000-0000-0000-000000000000";

/** A new account as the rules understand the request. */
export interface NewAccount {
  email: string;
  username: string;
  name: string;
  password: string;
  loginType: LoginType;
  status: UserStatus;
  isServiceAccount: boolean;
  roles: readonly string[];
}

/** The rules that tags cannot state: what a service account may not have. */
export function accountProblems(body: CreateUserRequest): Validation[] {
  if (!body.service_account) return [];
  const problems: Validation[] = [];
  if (body.login_type !== "" && body.login_type !== "none") {
    problems.push({ field: "login_type", detail: "a service account has login type none" });
  }
  if (body.password !== "") {
    problems.push({ field: "password", detail: "a service account has no password" });
  }
  if (body.email !== "") {
    problems.push({ field: "email", detail: "a service account has no e-mail address" });
  }
  return problems;
}

/** Fills in the defaults of a request whose service-account rules hold (spec users §7.11). */
export function newAccount(body: CreateUserRequest): NewAccount {
  const isServiceAccount = body.service_account;
  const chosen =
    body.login_type === "" ? (body.disable_login ? "none" : "password") : body.login_type;
  return {
    email: body.email,
    username: body.username,
    name: body.name,
    password: body.password,
    loginType: isServiceAccount ? "none" : chosen,
    status: body.user_status === "" ? "dormant" : body.user_status,
    isServiceAccount,
    roles: [...new Set(body.roles)],
  };
}

/** The organizations of a request: the old single field appended, the nil UUID replaced, no repeats. */
export function wantedOrganizations(body: CreateUserRequest, defaultId: string): string[] {
  const listed = [...body.organization_ids];
  if (body.organization_id !== nilUuid) listed.push(body.organization_id);
  return [...new Set(listed.map((id) => (id === nilUuid ? defaultId : id)))];
}

/** Why an account of this login type cannot be created here; null when it can. */
export function loginTypeProblem(
  loginType: LoginType,
  configured: { oidc: boolean },
): Validation | null {
  if (loginType === "password" || loginType === "none" || loginType === "github") return null;
  if (loginType === "oidc") {
    if (configured.oidc) return null;
    return { field: "login_type", detail: "no OpenID Connect provider is configured" };
  }
  return { field: "login_type", detail: "users cannot have this login type" };
}

/**
 * Whether the user counts as an owner who can sign in: the deployment must keep at least one
 * (spec users §9).
 */
export function countsAsOwner(user: {
  rbac_roles: readonly string[];
  status: string;
  deleted: boolean;
  is_system: boolean;
  is_service_account: boolean;
  login_type: string;
}): boolean {
  return (
    user.rbac_roles.includes("owner") &&
    !user.deleted &&
    user.status !== "suspended" &&
    !user.is_system &&
    !user.is_service_account &&
    ["password", "oidc", "github"].includes(user.login_type)
  );
}
