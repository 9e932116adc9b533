import { anyJson, int, map, object, oneOf, text, time, uuid } from "../schema.ts";
import { loginTypes } from "./user.ts";

/** What the device flow of GitHub answers with in place of a redirect (spec federated-login §7.3). */
export const redirectTarget = object(
  { redirect_url: text({ description: "Local path to go to." }) },
  {
    name: "OAuth2DeviceFlowCallbackResponse",
    description: "Where to go; for the device flow, whose page asks in the background.",
  },
);

/** The answer of `GET /users/oauth2/github/device` (spec federated-login §7.3). */
export const githubDevice = object(
  {
    device_code: text({ description: "For the callback, in place of a code." }),
    user_code: text({ description: "What the person enters at GitHub." }),
    verification_uri: text({ description: "Where the person enters it." }),
    expires_in: int({ description: "Seconds that the code is valid." }),
    interval: int({ description: "Seconds between two questions." }),
  },
  { name: "ExternalAuthDevice", description: "A code to enter at the provider." },
);

const claims = (description: string) =>
  map(anyJson({ description: "Value of the claim." }), { description });

/** The answer of `GET /users/oidc-claims` (spec federated-login §9.4). */
export const oidcClaims = object(
  { claims: claims("Merged claims by name.") },
  { name: "OIDCClaimsResponse", description: "What the provider told at the last sign-in." },
);

/** The stored claims of a link; parts that no source told are null. */
export const oidcLinkClaims = object(
  {
    id_token_claims: claims("Claims of the ID token."),
    user_info_claims: claims("Claims of the other source."),
    merged_claims: claims("What counted."),
  },
  { description: "Stored claims." },
);

/** The answer of `GET /debug/{user}/debug-link` (spec federated-login §9.5). */
export const debugLink = object(
  {
    id_token_claims: claims("Claims of the ID token."),
    user_info_claims: claims("Claims of the userinfo endpoint, or of the access token."),
    merged_claims: claims("What counted."),
  },
  { name: "UserLinkClaims", description: "The stored claims of a user." },
);

/** The body of `POST /users/{user}/convert-login` (spec federated-login §10). */
export const convertLoginRequest = object(
  {
    to_type: oneOf(loginTypes, {
      required: true,
      description: "`oidc` or `github`.",
    }),
    password: text({ required: true, secret: true, description: "The present password." }),
  },
  { name: "ConvertLoginRequest", description: "How to sign in from now on." },
);

/** The answer of `POST /users/{user}/convert-login`. */
export const oauthConversion = object(
  {
    expires_at: time({ description: "When the change has to be completed." }),
    state_string: text({ description: "For `oidc_merge_state` of the callback." }),
    to_type: oneOf(loginTypes, { description: "How the account will sign in." }),
    user_id: uuid({ description: "The account." }),
  },
  { name: "OAuthConversionResponse", description: "A change of the login type that has begun." },
);
