import { expect, test } from "vitest";
import { providerName } from "./provider-name.ts";

test.each([
  ["Continue with Acme SSO", "Acme SSO"],
  ["Sign in with Okta", "Okta"],
  ["Login via SAML bridge", "SAML bridge"],
  ["OpenID Connect", "OpenID Connect"],
  [" ", "single sign-on"],
])("the button %j names the provider %j", (signInText, name) => {
  expect(providerName(signInText)).toBe(name);
});

test("a provider without a name is called as the place needs it", () => {
  expect(providerName("", "Identity provider")).toBe("Identity provider");
});
