import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";
import { MemoryAdapter } from "./oidc-provider-memory.ts";

/** What the parent tells the process as its first argument, as JSON. */
export interface OidcProviderSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** Lifetime of access tokens; default an hour. */
  readonly accessTokenSeconds?: number;
  /** Public key (JWK) of a client that authenticates by key instead of its secret. */
  readonly clientJwk?: Readonly<Record<string, unknown>>;
}

type Claims = Record<string, unknown> & { sub: string };

const accounts = new Map<string, Claims>();

function configuration(settings: OidcProviderSettings): Configuration {
  const isByKey = settings.clientJwk !== undefined;
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: settings.clientId,
        redirect_uris: [...settings.redirectUris],
        grant_types: ["authorization_code", "refresh_token"],
        ...(isByKey
          ? {
              token_endpoint_auth_method: "private_key_jwt",
              jwks: { keys: [{ ...settings.clientJwk }] },
            }
          : { client_secret: settings.clientSecret }),
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username", "picture"],
      groups: ["groups", "roles", "orgs", "site_roles"],
    },
    scopes: ["openid", "offline_access", "email", "profile", "groups"],
    conformIdTokenClaims: false,
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => {
      const claims = accounts.get(id);
      return claims === undefined ? undefined : { accountId: id, claims: () => claims };
    },
    // Nobody is asked for consent: the whole grant is there.
    async loadExistingGrant({ oidc }) {
      const { client, provider, session } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope("openid email profile groups offline_access");
      await grant.save();
      return grant;
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    pkce: { required: () => false },
    ttl: {
      AccessToken: settings.accessTokenSeconds ?? 3600,
      Interaction: 3600,
      Session: 3600,
      Grant: 3600,
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

const loginPage = `<!doctype html><html lang="en"><head><title>Test provider</title></head><body>
<h1>Test provider</h1>
<form method="post"><label>Account <input name="login" autofocus></label><button>Sign in</button></form>
</body></html>`;

async function handle(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path === "/test/accounts" && request.method === "POST") {
    const claims: Claims = JSON.parse(await bodyOf(request));
    accounts.set(claims.sub, claims);
    response.writeHead(204).end();
    return true;
  }
  if (!path.startsWith("/interaction/")) return false;
  if (request.method === "POST") {
    const login = new URLSearchParams(await bodyOf(request)).get("login") ?? "";
    await provider.interactionFinished(request, response, { login: { accountId: login } });
  } else {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(loginPage);
  }
  return true;
}

/** Serves a certified provider on a free loopback port and prints its issuer as the only line. */
function main(): void {
  const settings: OidcProviderSettings = JSON.parse(process.argv[2] ?? "{}");
  const server = createServer();
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, configuration(settings));
    const serve = provider.callback();
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      handle(provider, request, response)
        .then((isDone) => (isDone ? undefined : serve(request, response)))
        .catch((error: unknown) => {
          process.stderr.write(`${String(error)}\n`);
          response.writeHead(500).end();
        });
    });
    process.stdout.write(`${issuer}\n`);
  });
  // The parent's end is the end.
  process.stdin.on("end", () => process.exit(0)).resume();
}

main();
