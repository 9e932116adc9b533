import { anyJson, bool, map, object, optional, text, uuid } from "../schema.ts";

/** The body of `POST /users/first` (spec users §7.2). */
export const createFirstUserRequest = object(
  {
    email: text({ required: true, format: "email", description: "E-mail address." }),
    username: text({ required: true, format: "username_new", description: "Unique name." }),
    password: text({ required: true, secret: true, description: "Password." }),
    name: text({ format: "user_real_name", description: "Full name." }),
    trial: bool({ description: "Accepted, without effect." }),
    trial_info: optional(
      object(
        {
          first_name: text({ description: "Discarded." }),
          last_name: text({ description: "Discarded." }),
          phone_number: text({ description: "Discarded." }),
          job_title: text({ description: "Discarded." }),
          company_name: text({ description: "Discarded." }),
          country: text({ description: "Discarded." }),
          developers: text({ description: "Discarded." }),
        },
        { name: "CreateFirstUserTrialInfo", description: "Accepted and discarded." },
      ),
    ),
    onboarding_info: optional(
      object(
        {
          newsletter_marketing: bool({ description: "Discarded." }),
          newsletter_releases: bool({ description: "Discarded." }),
        },
        { name: "CreateFirstUserOnboardingInfo", description: "Accepted and discarded." },
      ),
    ),
  },
  { name: "CreateFirstUserRequest", description: "The first administrator." },
);

/** The answer of `POST /users/first`. */
export const createFirstUserResponse = object(
  {
    user_id: uuid({ description: "The new user." }),
    organization_id: uuid({ description: "The default organization." }),
  },
  { name: "CreateFirstUserResponse", description: "The first user's ids." },
);

/** The body of `POST /users/login` (spec users §7.3). */
export const loginRequest = object(
  {
    email: text({ required: true, format: "email", description: "E-mail address." }),
    password: text({ required: true, secret: true, description: "Password." }),
  },
  { name: "LoginWithPasswordRequest", description: "Credentials." },
);

/** The answer of `POST /users/login`. */
export const loginResponse = object(
  { session_token: text({ secret: true, description: "The key, `<id>-<secret>`, shown once." }) },
  { name: "LoginWithPasswordResponse", description: "A new session." },
);

/** The body of `POST /users/validate-password`. */
export const validatePasswordRequest = object(
  { password: text({ required: true, secret: true, description: "The password to judge." }) },
  { name: "ValidateUserPasswordRequest", description: "A password to judge." },
);

/** The answer of `POST /users/validate-password`. */
export const validatePasswordResponse = object(
  {
    valid: bool({ description: "Whether it is strong enough." }),
    details: text({ description: "What would help; empty when valid." }),
  },
  { name: "ValidateUserPasswordResponse", description: "The verdict on a password." },
);

/** The answer of `GET /users/authmethods` (spec users §7.6); two keys are camelCase. */
export const authMethods = object(
  {
    terms_of_service_url: optional(text({ description: "Omitted when not configured." })),
    password: object(
      { enabled: bool({ description: "Whether passwords may be used." }) },
      { name: "AuthMethod", description: "One method." },
    ),
    github: object(
      {
        enabled: bool({ description: "Whether GitHub may be used." }),
        default_provider_configured: bool({
          description: "Whether the built-in application is used.",
        }),
      },
      { name: "GithubAuthMethod", description: "GitHub." },
    ),
    oidc: object(
      {
        enabled: bool({ description: "Whether OpenID Connect may be used." }),
        signInText: text({ description: "Label of the button." }),
        iconUrl: text({ description: "Icon of the button." }),
      },
      { name: "OIDCAuthMethod", description: "OpenID Connect." },
    ),
  },
  { name: "AuthMethods", description: "How people may sign in." },
);

/** The body of `POST /users/otp/request`. */
export const requestPasscodeRequest = object(
  {
    email: text({ required: true, format: "email", description: "E-mail address of the account." }),
  },
  { name: "RequestOneTimePasscodeRequest", description: "Whose password was forgotten." },
);

/** The body of `POST /users/otp/change-password`. */
export const changePasswordWithPasscodeRequest = object(
  {
    email: text({ required: true, format: "email", description: "E-mail address of the account." }),
    password: text({ required: true, secret: true, description: "The new password." }),
    one_time_passcode: text({
      required: true,
      secret: true,
      description: "The passcode from the mail.",
    }),
  },
  { name: "ChangePasswordWithOneTimePasscodeRequest", description: "A reset." },
);

/** The body of `POST /csp/reports`: whatever the browser tells. */
export const cspReport = object(
  {
    "csp-report": map(anyJson({ description: "A property of the report." }), {
      description: "The violated directive and its place.",
    }),
  },
  { name: "CSPViolation", description: "A browser's report of a policy violation." },
);
