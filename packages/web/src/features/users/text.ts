import type { LoginType } from "@gatehouse/contract";

/** How a login type is called on screen; wire names stay in the API. */
export const loginTypeLabels: Readonly<Record<LoginType, string>> = {
  password: "Password",
  github: "GitHub",
  oidc: "Single sign-on",
  token: "Token",
  none: "None",
  oauth2_provider_app: "OAuth2 app",
};

/** How a user signs in, with the name that the identity provider has here; service accounts never do. */
export function signInLabel(
  user: { readonly login_type: LoginType; readonly is_service_account?: boolean | undefined },
  provider: string,
): string {
  if (user.is_service_account === true) return "Tokens only";
  return user.login_type === "oidc" ? provider : loginTypeLabels[user.login_type];
}
