import type { LoginType } from "@gatehouse/contract";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { providerName } from "./provider-name.ts";
import { authMethodsQuery } from "./queries.ts";

/** What decides how somebody signs in. */
interface SignsIn {
  readonly login_type: LoginType;
  readonly is_service_account?: boolean | undefined;
}

/** Names how somebody signs in. */
export type SignInLabel = (person: SignsIn) => string;

/** How a login type is called on screen; wire names stay in the API. */
const loginTypeLabels: Readonly<Record<LoginType, string>> = {
  password: "Password",
  github: "GitHub",
  oidc: "Single sign-on",
  token: "Token",
  none: "None",
  oauth2_provider_app: "OAuth2 app",
};

/** How somebody signs in, with the name that the identity provider has here; service accounts never do. */
export function signInLabel(person: SignsIn, provider: string = loginTypeLabels.oidc): string {
  if (person.is_service_account === true) return "Tokens only";
  return person.login_type === "oidc" ? provider : loginTypeLabels[person.login_type];
}

/** Names how somebody signs in, with the name that the identity provider has here. */
export function useSignInLabel(): SignInLabel {
  const { data: methods } = useQuery(authMethodsQuery);
  const provider = providerName(methods?.oidc.signInText ?? "", loginTypeLabels.oidc);
  return useCallback((person) => signInLabel(person, provider), [provider]);
}
