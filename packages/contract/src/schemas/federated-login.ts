import {
  anyJson,
  bool,
  int,
  list,
  map,
  nullable,
  object,
  oneOf,
  text,
  time,
  uuid,
} from "../schema.ts";
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

/** The answer of `GET /users/{user}/links`: how a user is known at identity providers; never a token or a claim. */
export const userLinks = object(
  {
    links: list(
      object(
        {
          login_type: oneOf(loginTypes, { required: true, description: "`oidc` or `github`." }),
          linked_id: text({
            description:
              "Id at the provider: issuer, `||` and subject, or the number at GitHub; empty: found by e-mail next time.",
          }),
          issuer: text({ description: "Issuer of the id; empty for GitHub." }),
          last_login_at: nullable(time({ description: "Last sign-in; null where not known." })),
          refresh_failed_at: nullable(
            time({ description: "Since when tokens cannot be refreshed; null: they can." }),
          ),
          refresh_failure: text({
            description: "`permanent`: the provider refuses; `transient`: it was not reached.",
          }),
          created_at: time({ description: "When the link was made." }),
          updated_at: time({ description: "When it changed last." }),
        },
        { name: "UserLink", description: "A link with an identity provider." },
      ),
      { description: "By login type." },
    ),
  },
  { name: "UserLinks", description: "How a user is known at identity providers." },
);

/** The answer of `GET /settings/oidc/issuers`. */
export const oidcIssuers = object(
  {
    issuers: list(
      object(
        {
          issuer: text({ description: "Issuer as it stands in the tokens." }),
          links: int({ description: "Users who are linked with it." }),
        },
        { name: "OIDCIssuer", description: "An issuer that users are linked with." },
      ),
      { description: "By name." },
    ),
  },
  { name: "OIDCIssuers", description: "The issuers that users are linked with." },
);

const issuer = (description: string) => text({ required: true, maxLength: 2048, description });

/** The body of `POST /settings/oidc/issuer-migration`. */
export const migrateIssuerRequest = object(
  {
    from: issuer("Issuer that the links name now, byte for byte."),
    to: issuer("Issuer that they name afterwards: an http or https URL, as it stands in tokens."),
    dry_run: bool({ description: "Only count; nothing is written." }),
  },
  { name: "MigrateOIDCIssuerRequest", description: "An issuer that became another one." },
);

/** The answer of `POST /settings/oidc/issuer-migration`. */
export const issuerMigration = object(
  {
    links: int({ description: "Links that were changed, or would be." }),
    conflicts: int({
      description: "Links whose new id another user has; with one of them nothing is changed.",
    }),
  },
  { name: "OIDCIssuerMigration", description: "What a migration of the issuer changed." },
);
