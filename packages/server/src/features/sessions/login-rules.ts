import type { LoginType, UserStatus } from "@gatehouse/contract";

/** The ways in which people sign in. */
export type InteractiveLoginType = "password" | "github" | "oidc";

/** Why a user whose identity is proved gets no session all the same. */
export type LoginRefusal = "deleted" | "not_a_person" | "login_type" | "suspended";

/**
 * Whether a user may sign in this way; null when he may. Dormant users may, and become active
 * (spec users §9; federated-login §8).
 */
export function loginRefusal(
  user: {
    readonly deleted: boolean;
    readonly is_system: boolean;
    readonly is_service_account: boolean;
    readonly login_type: LoginType;
    readonly status: UserStatus;
  },
  loginType: InteractiveLoginType,
): LoginRefusal | null {
  if (user.deleted) return "deleted";
  if (user.is_system || user.is_service_account) return "not_a_person";
  if (user.login_type !== loginType) return "login_type";
  return user.status === "suspended" ? "suspended" : null;
}
