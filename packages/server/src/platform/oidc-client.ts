import * as client from "openid-client";
import { isMicrosoft } from "./config/cross-checks-sign-in.ts";
import { type ClientKeyFiles, privateKeyAuth } from "./oidc-client-key.ts";
import { remoteKeys, type TokenRules } from "./oidc-tokens.ts";
import { OutboundError, type OutboundFetch } from "./outbound-http.ts";
import type { Secret } from "./secrets.ts";

/** How the deployment is known at its provider. */
export interface OidcClientSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** `""`: a public client, or one that authenticates by key. */
  readonly clientSecret: Secret;
  readonly keyFiles: ClientKeyFiles;
  readonly isIssuerChecked: boolean;
  readonly isHttpAllowed: boolean;
  readonly scopes: readonly string[];
}

/** Tokens as the provider issued them; the ID token is not verified yet. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** `""` where the provider issued none. */
  readonly refreshToken: string;
  /** Seconds; undefined or 0: it does not expire. */
  readonly expiresInSeconds: number | undefined;
  /** Whatever stood there; to be verified. */
  readonly idToken: unknown;
}

/** A refusal by the provider, or an answer that no provider would give. */
export class OidcError extends Error {
  override readonly name = "OidcError";
  /** The OAuth error code, where the provider gave one. */
  readonly oauthError: string | undefined;
  /** Whether trying again later may help: no answer, 5xx, 429. */
  readonly isTransient: boolean;

  constructor(
    message: string,
    options: { oauthError?: string | undefined; isTransient?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.oauthError = options.oauthError;
    this.isTransient = options.isTransient ?? false;
  }
}

/** A discovered provider, ready for sign-ins. */
export interface OidcClient {
  readonly issuer: string;
  readonly rules: TokenRules;
  /** Undefined where the provider has none. */
  readonly userinfoEndpoint: string | undefined;
  readonly supportsPkce: boolean;
  authorizationUrl(parameters: Readonly<Record<string, string>>): string;
  /** Redeems a code. `answer` is the query of the callback. */
  exchange(request: CodeExchange): Promise<IssuedTokens>;
  refresh(refreshToken: string): Promise<IssuedTokens>;
}

/** A code to redeem. */
export interface CodeExchange {
  readonly redirectUri: string;
  readonly code: string;
  readonly state: string;
  /** Issuer that the answer names (RFC 9207), or `""`. */
  readonly iss: string;
  /** Undefined where no challenge was sent. */
  readonly verifier: string | undefined;
}

/** Prepares the client; reads key files, and throws with the option's name when one cannot be used. */
export async function prepareOidcClient(
  settings: OidcClientSettings,
  fetch: OutboundFetch,
): Promise<() => Promise<OidcClient>> {
  const keyAuth = settings.keyFiles.keyFile === "" ? null : await privateKeyAuth(settings.keyFiles);
  return () => discover(settings, keyAuth, fetch);
}

/** Asks the provider for its metadata. Throws `OidcError`. */
async function discover(
  settings: OidcClientSettings,
  keyAuth: client.ClientAuth | null,
  fetch: OutboundFetch,
): Promise<OidcClient> {
  const metadata = await told(async () => {
    const found = await client.discovery(
      discoveryUrl(settings),
      settings.clientId,
      undefined,
      client.None(),
      {
        [client.customFetch]: libraryFetch("Discovery", fetch),
        ...(settings.isHttpAllowed ? { execute: [client.allowInsecureRequests] } : {}),
      },
    );
    return found.serverMetadata();
  });
  const { authorization_endpoint, jwks_uri, token_endpoint } = metadata;
  if (authorization_endpoint === undefined || token_endpoint === undefined) {
    throw new OidcError("the provider's metadata lacks an endpoint");
  }
  if (jwks_uri === undefined) throw new OidcError("the provider's metadata lacks jwks_uri");
  if (keyAuth !== null && settings.keyFiles.certFile === "" && isMicrosoft(token_endpoint)) {
    throw new OidcError("oidc-client-cert-file is needed: Microsoft looks for its thumbprint");
  }
  const isPkce = metadata.code_challenge_methods_supported?.includes("S256") ?? false;
  const configuration = configurationOf(settings, metadata, keyAuth, fetch);
  return {
    issuer: metadata.issuer,
    rules: {
      issuer: settings.isIssuerChecked ? metadata.issuer : null,
      clientId: settings.clientId,
      algorithms: metadata.id_token_signing_alg_values_supported,
      keys: remoteKeys(jwks_uri, fetch),
    },
    userinfoEndpoint: metadata.userinfo_endpoint,
    supportsPkce: isPkce,
    authorizationUrl: (parameters) =>
      client.buildAuthorizationUrl(configuration, { ...parameters }).href,
    exchange: (request) => exchange(configuration, settings, request),
    refresh: (refreshToken) => refresh(configuration, settings, keyAuth !== null, refreshToken),
  };
}

/** With the path of the document the library does not compare issuers. */
function discoveryUrl({ isIssuerChecked, issuer }: OidcClientSettings): URL {
  if (isIssuerChecked) return new URL(issuer);
  return new URL(`${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`);
}

function configurationOf(
  settings: OidcClientSettings,
  metadata: client.ServerMetadata,
  keyAuth: client.ClientAuth | null,
  fetch: OutboundFetch,
): client.Configuration {
  const server = settings.isIssuerChecked
    ? metadata
    : { ...metadata, authorization_response_iss_parameter_supported: false };
  const configuration = new client.Configuration(
    server,
    settings.clientId,
    undefined,
    keyAuth ?? secretAuth(settings.clientSecret, metadata),
  );
  configuration[client.customFetch] = withoutIdToken((url, options) =>
    libraryFetch(isRefresh(options.body) ? "TokenSource" : "Exchange", fetch)(url, options),
  );
  if (settings.isHttpAllowed) client.allowInsecureRequests(configuration);
  return configuration;
}

/** How a secret is sent: as the provider announces it, else in the header. A second try would burn the code. */
function secretAuth(secret: Secret, metadata: client.ServerMetadata): client.ClientAuth {
  if (secret === "") return client.None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const isInBody =
    !methods.includes("client_secret_basic") && methods.includes("client_secret_post");
  return isInBody ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret);
}

function libraryFetch(source: string, fetch: OutboundFetch): client.CustomFetch {
  return (url, { body, headers, method }) =>
    fetch(source, url, {
      method,
      headers,
      ...(body === null || body === undefined ? {} : { body: String(body) }),
    });
}

const isRefresh = (body: unknown): boolean =>
  body instanceof URLSearchParams && body.get("grant_type") === "refresh_token";

/** Where an ID token is put so that one place verifies every token, `verifyToken`, with or without issuer checks. */
const setAside = "unverified_id_token";

function withoutIdToken(fetch: client.CustomFetch): client.CustomFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    if (response.status !== 200) return response;
    const text = await response.text();
    const { headers, status } = response;
    return new Response(renamed(text), { status, headers });
  };
}

function renamed(text: string): string {
  try {
    const { id_token, ...rest }: { id_token?: unknown } = JSON.parse(text);
    return JSON.stringify({ ...rest, ...(id_token === undefined ? {} : { [setAside]: id_token }) });
  } catch {
    return text;
  }
}

async function exchange(
  configuration: client.Configuration,
  { isIssuerChecked }: OidcClientSettings,
  { code, iss, redirectUri, state, verifier }: CodeExchange,
): Promise<IssuedTokens> {
  const callback = new URL(redirectUri);
  callback.searchParams.set("code", code);
  callback.searchParams.set("state", state);
  if (iss !== "" && isIssuerChecked) callback.searchParams.set("iss", iss);
  const checks = {
    expectedState: state,
    ...(verifier === undefined ? {} : { pkceCodeVerifier: verifier }),
  };
  return told(async () =>
    issuedTokens(await client.authorizationCodeGrant(configuration, callback, checks)),
  );
}

async function refresh(
  configuration: client.Configuration,
  { scopes }: OidcClientSettings,
  isByKey: boolean,
  refreshToken: string,
): Promise<IssuedTokens> {
  const parameters: Record<string, string> = isByKey ? { scope: scopes.join(" ") } : {};
  return told(async () =>
    issuedTokens(await client.refreshTokenGrant(configuration, refreshToken, parameters)),
  );
}

function issuedTokens(
  response: Awaited<ReturnType<typeof client.refreshTokenGrant>>,
): IssuedTokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? "",
    expiresInSeconds: response.expires_in,
    idToken: response[setAside],
  };
}

/** Runs a call of the library and tells its failures in our words. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw oidcError(error);
  }
}

function oidcError(error: unknown): OidcError {
  if (error instanceof OidcError) return error;
  const cause = error;
  const outbound = outboundCause(error);
  if (outbound !== undefined) {
    const { isTransient, message } = outbound;
    return new OidcError(`the identity provider: ${message}`, { isTransient, cause });
  }
  if (error instanceof client.ResponseBodyError) {
    const { error: oauthError, error_description: description, status } = error;
    const text = description === undefined ? oauthError : `${oauthError}: ${description}`;
    const isTransient = status >= 500 || status === 429;
    return new OidcError(printable(text), {
      oauthError: printable(oauthError),
      isTransient,
      cause,
    });
  }
  const status = statusOf(error);
  if (status !== undefined) {
    const isTransient = status >= 500 || status === 429;
    return new OidcError(`the identity provider answered with status ${status}`, {
      isTransient,
      cause,
    });
  }
  const reason = error instanceof client.ClientError ? error.message : "unexpected answer";
  return new OidcError(`the identity provider's answer is not usable: ${printable(reason)}`, {
    cause,
  });
}

/** The library wraps what the way to the provider threw. */
function outboundCause(error: unknown): OutboundError | undefined {
  if (error instanceof OutboundError) return error;
  return error instanceof Error ? outboundCause(error.cause) : undefined;
}

/** The status of an answer that is no OAuth answer. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.cause instanceof Response)
    return error.cause.status === 200 ? undefined : error.cause.status;
  return statusOf(error.cause);
}

const longestText = 300;

/** A provider's text for an error message: one line, bounded. */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
    .trim()
    .slice(0, longestText);
}

/** Makes a PKCE verifier, 43 unreserved characters, and its S256 challenge (RFC 7636). */
export async function newPkce(): Promise<{ verifier: string; challenge: string }> {
  const verifier = client.randomPKCECodeVerifier();
  return { verifier, challenge: await client.calculatePKCECodeChallenge(verifier) };
}
