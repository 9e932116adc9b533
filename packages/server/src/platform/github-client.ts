import { OutboundError, type OutboundFetch } from "./outbound-http.ts";
import type { Secret } from "./secrets.ts";

/** How the deployment is known at GitHub. */
export interface GithubClientSettings {
  readonly clientId: string;
  /** `""` for an app that uses the device flow only. */
  readonly clientSecret: Secret;
  /** Address of GitHub Enterprise Server, or `""` for github.com. */
  readonly enterpriseBaseUrl: string;
}

/** A refusal by GitHub, by the code that it gave; `request_failed` where it gave none. */
export class GithubError extends Error {
  override readonly name = "GithubError";
  readonly code: string;
  readonly isTransient: boolean;

  constructor(
    code: string,
    message: string,
    options: { isTransient?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.isTransient = options.isTransient ?? false;
  }
}

/** Tokens of GitHub; without a lifetime they do not expire. */
export interface GithubTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number | undefined;
}

/** A code that a person enters at GitHub. */
export interface GithubDeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** The account behind an access token. */
export interface GithubUser {
  /** Decimal; 0 where GitHub gave none. */
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly avatarUrl: string;
}

/** Sign-in with GitHub (spec federated-login §7): not OpenID Connect, and 200 also for failed exchanges. */
export interface GithubClient {
  /** Whether this is github.com. */
  readonly isPublic: boolean;
  authorizationUrl(parameters: Readonly<Record<string, string>>): string;
  exchange(code: string, verifier: string, redirectUri: string): Promise<GithubTokens>;
  exchangeDeviceCode(deviceCode: string): Promise<GithubTokens>;
  refresh(refreshToken: string): Promise<GithubTokens>;
  deviceCode(): Promise<GithubDeviceCode>;
  user(accessToken: string): Promise<GithubUser>;
  /** The primary address if it is verified, else null. */
  primaryEmail(accessToken: string): Promise<string | null>;
  /** Logins of the organizations that the person is an active member of. */
  activeOrganizations(accessToken: string): Promise<string[]>;
  /** Whether the person is an active member; a failure counts as no. */
  isTeamMember(
    accessToken: string,
    team: { org: string; slug: string; login: string },
  ): Promise<boolean>;
}

const scopes = "read:user read:org user:email";
const publicHosts = { web: "https://github.com", api: "https://api.github.com" };

/** Makes the client; nothing is asked yet. */
export function createGithubClient(
  settings: GithubClientSettings,
  fetch: OutboundFetch,
): GithubClient {
  const { clientId, clientSecret } = settings;
  const base = settings.enterpriseBaseUrl.replace(/\/+$/, "");
  const web = base === "" ? publicHosts.web : base;
  const api = base === "" ? publicHosts.api : `${base}/api/v3`;
  const secret: Record<string, string> = clientSecret === "" ? {} : { client_secret: clientSecret };
  const token = async (source: string, parameters: Record<string, string>) =>
    tokensOf(
      await postForm(fetch, source, `${web}/login/oauth/access_token`, {
        client_id: clientId,
        ...parameters,
      }),
    );
  const read = (source: string, accessToken: string, path: string) =>
    readApi(fetch, source, `${api}${path}`, accessToken);
  return {
    isPublic: new URL(web).hostname === "github.com",
    authorizationUrl(parameters) {
      const url = new URL(`${web}/login/oauth/authorize`);
      const all = { client_id: clientId, response_type: "code", scope: scopes, ...parameters };
      for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
      return url.href;
    },
    exchange: (code, verifier, redirectUri) =>
      token("Exchange", {
        ...secret,
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
      }),
    exchangeDeviceCode: (deviceCode) =>
      token("Exchange", {
        device_code: deviceCode,
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      }),
    refresh: (refreshToken) =>
      token("TokenSource", {
        ...secret,
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      }),
    deviceCode: async () =>
      deviceCodeOf(
        await postForm(fetch, "AuthorizeDevice", `${web}/login/device/code`, {
          client_id: clientId,
          scope: scopes,
        }),
      ),
    user: async (accessToken) => userOf(await read("GitAPIAuthUser", accessToken, "/user")),
    primaryEmail: async (accessToken) => {
      const all = await readPages((page) =>
        read("GitAPIListEmails", accessToken, `/user/emails?per_page=100&page=${page}`),
      );
      const primary = all.find((entry) => entry["primary"] === true && entry["verified"] === true);
      const email = primary?.["email"];
      return typeof email === "string" && email !== "" ? email : null;
    },
    activeOrganizations: async (accessToken) => {
      const all = await readPages((page) =>
        read(
          "GitAPIOrgMemberships",
          accessToken,
          `/user/memberships/orgs?state=active&per_page=100&page=${page}`,
        ),
      );
      return all.flatMap((entry) => {
        const login = objectOf(entry["organization"])["login"];
        return entry["state"] === "active" && typeof login === "string" ? [login] : [];
      });
    },
    async isTeamMember(accessToken, { login, org, slug }) {
      const [o, t, l] = [org, slug, login].map(encodeURIComponent);
      const path = `/orgs/${o}/teams/${t}/memberships/${l}`;
      try {
        const found = objectOf(await read("GitAPITeamMemberships", accessToken, path));
        return found["state"] === "active";
      } catch (error) {
        if (error instanceof GithubError) return false;
        throw error;
      }
    },
  };
}

/** Asks the web host; the answer is JSON where GitHub does as asked, else form-encoded. */
async function postForm(
  fetch: OutboundFetch,
  source: string,
  url: string,
  parameters: Record<string, string>,
): Promise<Record<string, unknown>> {
  const response = await asked(() =>
    fetch(source, url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(parameters).toString(),
    }),
  );
  const text = await response.text();
  const isForm = response.headers.get("content-type")?.includes("form-urlencoded") ?? false;
  const answer = isForm ? Object.fromEntries(new URLSearchParams(text)) : parsedObject(text);
  const code = answer["error"];
  if (typeof code === "string" && code !== "") {
    const description = answer["error_description"];
    throw new GithubError(code, typeof description === "string" ? description : code);
  }
  if (!response.ok) throw statusError(response.status);
  return answer;
}

async function readApi(
  fetch: OutboundFetch,
  source: string,
  url: string,
  accessToken: string,
): Promise<unknown> {
  const response = await asked(() =>
    fetch(source, url, {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${accessToken}`,
        "user-agent": "gatehouse",
        "x-github-api-version": "2022-11-28",
      },
    }),
  );
  if (!response.ok) throw statusError(response.status);
  return parsed(await response.text());
}

const pageSize = 100;
const maxPages = 50;

/** Reads a list page by page, until one is not full. */
async function readPages(
  read: (page: number) => Promise<unknown>,
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const found = await read(page);
    if (!Array.isArray(found)) throw unusable();
    all.push(...found.map(objectOf));
    if (found.length < pageSize) break;
  }
  return all;
}

async function asked(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof OutboundError)) throw cause;
    const { isTransient, message } = cause;
    throw new GithubError("request_failed", `GitHub: ${message}`, { isTransient, cause });
  }
}

function statusError(status: number): GithubError {
  const isTransient = status >= 500 || status === 429;
  return new GithubError("request_failed", `GitHub answered with status ${status}`, {
    isTransient,
  });
}

function unusable(): GithubError {
  return new GithubError("request_failed", "GitHub's answer is not usable");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable();
  }
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A number, also where it comes as text; undefined for everything else. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function tokensOf(answer: Record<string, unknown>): GithubTokens {
  const accessToken = textOf(answer["access_token"]);
  if (accessToken === "") throw unusable();
  return {
    accessToken,
    refreshToken: textOf(answer["refresh_token"]),
    expiresInSeconds: numberOf(answer["expires_in"]),
  };
}

function deviceCodeOf(answer: Record<string, unknown>): GithubDeviceCode {
  const deviceCode = textOf(answer["device_code"]);
  if (deviceCode === "") throw unusable();
  return {
    deviceCode,
    userCode: textOf(answer["user_code"]),
    verificationUri: textOf(answer["verification_uri"]),
    expiresInSeconds: Math.trunc(numberOf(answer["expires_in"]) ?? 900),
    intervalSeconds: Math.trunc(numberOf(answer["interval"]) ?? 5),
  };
}

function userOf(answer: unknown): GithubUser {
  const user = objectOf(answer);
  return {
    id: numberOf(user["id"]) ?? 0,
    login: textOf(user["login"]),
    name: textOf(user["name"]),
    avatarUrl: textOf(user["avatar_url"]),
  };
}
