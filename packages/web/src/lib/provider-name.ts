/**
 * The name of the identity provider within a sentence, from what its button says: "Continue with Acme SSO" is Acme SSO.
 * Where the button says nothing of its own, `standard` stands for it.
 */
export function providerName(signInText: string, standard = "single sign-on"): string {
  const name = signInText.trim().replace(/^(?:continue|sign in|log ?in) (?:with|using|via) /i, "");
  return name === "" ? standard : name;
}
