import type { Handler } from "../../context/handler.ts";

/**
 * `GET /users/authmethods` (spec federated-login §2.1): what is configured, whether or not the provider can be reached
 * at the moment.
 */
export const getAuthMethods: Handler<"getAuthMethods"> = async (deps) => {
  const { config, signIn } = deps;
  const { termsOfServiceUrl } = config;
  const isOidc = signIn.oidc !== null;
  return {
    ...(termsOfServiceUrl === "" ? {} : { terms_of_service_url: termsOfServiceUrl }),
    password: { enabled: !config.disablePasswordAuth },
    github: {
      enabled: signIn.github !== null,
      default_provider_configured: signIn.github?.isDefault ?? false,
    },
    oidc: {
      enabled: isOidc,
      signInText: isOidc ? config.oidcSignInText : "",
      iconUrl: isOidc ? config.oidcIconUrl : "",
    },
  };
};
