import type { Handler } from "../../context/handler.ts";
import { passwordStrength } from "../../platform/password-strength.ts";

/** `POST /users/validate-password`: the verdict that `POST /users` would give (spec users §7.5). */
export const validatePassword: Handler<"validatePassword"> = async (_deps, _ctx, { body }) => {
  const verdict = passwordStrength(body.password);
  return { valid: verdict.valid, details: verdict.details };
};

/** `GET /users/authmethods` (spec users §7.6); federated login is not part of this release. */
export const getAuthMethods: Handler<"getAuthMethods"> = async (deps) => {
  const termsOfService = deps.config.termsOfServiceUrl;
  return {
    ...(termsOfService === "" ? {} : { terms_of_service_url: termsOfService }),
    password: { enabled: !deps.config.disablePasswordAuth },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: false, signInText: "", iconUrl: "" },
  };
};
