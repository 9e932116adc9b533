import { expect, test } from "vitest";
import { completionAddress, conversionTargets } from "./convert-login.tsx";

test("only ways that the deployment offers are offered", () => {
  const methods = {
    terms_of_service_url: "",
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: true, signInText: "Continue with Acme SSO", iconUrl: "" },
  };

  expect(conversionTargets(methods)).toEqual([{ value: "oidc", label: "Acme SSO" }]);
});

test("the state reaches the provider's callback, whatever it holds", () => {
  const address = new URL(completionAddress("github", "convert-a&b=c"), "http://console.invalid");

  expect(address.pathname).toBe("/api/v2/users/oauth2/github/callback");
  expect(address.searchParams.get("oidc_merge_state")).toBe("convert-a&b=c");
});
