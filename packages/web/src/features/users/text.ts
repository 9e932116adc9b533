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

/** How a user signs in; service accounts never do. */
export function signInLabel(user: {
  login_type: LoginType;
  is_service_account?: boolean | undefined;
}): string {
  return user.is_service_account === true ? "Tokens only" : loginTypeLabels[user.login_type];
}
