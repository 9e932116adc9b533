import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A GitHub account as tests describe it. */
export interface GithubAccount {
  id: number;
  login: string;
  name: string | null;
  avatar_url: string;
  emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[];
  memberships: { state: "active" | "pending"; organization: { login: string } }[];
  /** `org/slug` with the state of the membership. */
  teams: Record<string, "active" | "pending">;
}

/** GitHub Enterprise Server on loopback, as far as sign-in needs it: the shapes of the public documentation. */
export interface GithubDouble {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The person who is signed in at GitHub. */
  account: GithubAccount;
  /** In place of the next answers of a path, until taken away. */
  readonly dictated: Map<string, { status: number; body: unknown }>;
  /** Fields on top of the answer with tokens. */
  tokens: Record<string, unknown>;
  /** Whether tokens come form-encoded, as GitHub does unless asked otherwise. */
  isFormEncoded: boolean;
  readonly requests: readonly { path: string; form: Record<string, string> }[];
  count(path: string): number;
  /** Takes an authorization URL as a browser would, and gives the query that the callback gets. */
  authorize(url: string): string;
  /** The person confirms or refuses the device code, or GitHub wants to be asked less often. */
  deviceState: "pending" | "slow_down" | "confirmed" | "denied" | "expired";
  stop(): Promise<void>;
}

/** An account with one verified address. */
export function githubAccount(change: Partial<GithubAccount> = {}): GithubAccount {
  const login = change.login ?? `octo${randomBytes(4).toString("hex")}`;
  return {
    id: randomBytes(4).readUInt32BE() + 1,
    login,
    name: "Octo Cat",
    avatar_url: "https://avatars.example.com/u/1",
    emails: [{ email: `${login}@example.com`, primary: true, verified: true, visibility: null }],
    memberships: [],
    teams: {},
    ...change,
  };
}

const deviceErrors = {
  pending: "authorization_pending",
  slow_down: "slow_down",
  denied: "access_denied",
  expired: "expired_token",
} as const;

/** Starts the double. */
export async function startGithubDouble(): Promise<GithubDouble> {
  const challenges = new Map<string, string>();
  const requests: { path: string; form: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** 200 also for failures, as GitHub answers. */
  function tokenAnswer(form: Record<string, string>): Record<string, unknown> {
    if (form["client_id"] !== double.clientId) return { error: "incorrect_client_credentials" };
    const isDevice = form["grant_type"]?.includes("device_code") ?? false;
    if (isDevice && double.deviceState !== "confirmed") {
      return {
        error: deviceErrors[double.deviceState],
        error_description: "See the documentation.",
      };
    }
    const isRefresh = form["grant_type"] === "refresh_token";
    if (!isDevice && form["client_secret"] !== double.clientSecret) {
      return { error: "incorrect_client_credentials" };
    }
    if (!isDevice && !isRefresh && !challenges.delete(form["code"] ?? "")) {
      return {
        error: "bad_verification_code",
        error_description: "The code passed is incorrect or expired.",
      };
    }
    return {
      access_token: "gho_token",
      token_type: "bearer",
      scope: "read:org,read:user,user:email",
      ...double.tokens,
    };
  }

  function apiAnswer(path: string, page: number): { status: number; body: unknown } {
    const { account } = double;
    if (path === "/api/v3/user") {
      const { avatar_url, id, login, name } = account;
      return { status: 200, body: { avatar_url, id, login, name, node_id: "MDQ6VXNlcjE=" } };
    }
    if (path === "/api/v3/user/emails") return { status: 200, body: paged(account.emails, page) };
    if (path === "/api/v3/user/memberships/orgs") {
      return { status: 200, body: paged(account.memberships, page) };
    }
    const team = /^\/api\/v3\/orgs\/([^/]+)\/teams\/([^/]+)\/memberships\/([^/]+)$/.exec(path);
    const state = team === null ? undefined : account.teams[`${team[1]}/${team[2]}`];
    if (state !== undefined && team?.[3] === account.login) return { status: 200, body: { state } };
    return { status: 404, body: { message: "Not Found" } };
  }

  function answerTo(url: URL, form: Record<string, string>): { status: number; body: unknown } {
    const path = url.pathname;
    const told = double.dictated.get(path);
    if (told !== undefined) return told;
    if (path === "/login/oauth/access_token") return { status: 200, body: tokenAnswer(form) };
    if (path === "/login/device/code") {
      return {
        status: 200,
        body: {
          device_code: randomBytes(20).toString("hex"),
          user_code: "WDJB-MJHT",
          verification_uri: `${baseUrl}/login/device`,
          expires_in: 900,
          interval: 5,
        },
      };
    }
    return apiAnswer(path, Number(url.searchParams.get("page") ?? "1"));
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", baseUrl);
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    requests.push({ path: url.pathname, form });
    const { body, status } = answerTo(url, form);
    if (double.isFormEncoded && url.pathname === "/login/oauth/access_token") {
      const fields = Object.fromEntries(
        Object.entries(Object(body)).map(([name, value]) => [name, String(value)]),
      );
      response
        .writeHead(status, { "content-type": "application/x-www-form-urlencoded; charset=utf-8" })
        .end(new URLSearchParams(fields).toString());
      return;
    }
    response
      .writeHead(status, { "content-type": "application/json; charset=utf-8" })
      .end(typeof body === "string" ? body : JSON.stringify(body));
  }

  const double: GithubDouble = {
    baseUrl,
    clientId: "Iv1.test",
    clientSecret: "github secret",
    account: githubAccount(),
    dictated: new Map(),
    tokens: {},
    isFormEncoded: false,
    requests,
    count: (path) => requests.filter((request) => request.path === path).length,
    authorize(url) {
      const { searchParams } = new URL(url);
      const code = randomBytes(10).toString("hex");
      challenges.set(code, searchParams.get("code_challenge") ?? "");
      return `?${new URLSearchParams({ code, state: searchParams.get("state") ?? "" })}`;
    },
    deviceState: "pending",
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;
}

const pageSize = 100;

function paged<T>(items: readonly T[], page: number): T[] {
  return items.slice((page - 1) * pageSize, page * pageSize);
}
