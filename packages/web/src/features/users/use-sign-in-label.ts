import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { providerName } from "../../lib/provider-name.ts";
import { authMethodsQuery } from "../../lib/queries.ts";
import { signInLabel } from "./text.ts";

/** Names how a user signs in, with the name that the identity provider has here. */
export function useSignInLabel(): (user: Parameters<typeof signInLabel>[0]) => string {
  const { data: methods } = useQuery(authMethodsQuery);
  const provider = providerName(methods?.oidc.signInText ?? "", "Single sign-on");
  return useCallback((user) => signInLabel(user, provider), [provider]);
}
