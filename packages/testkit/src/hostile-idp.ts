import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Json = Record<string, unknown>;

/** An answer that a test dictates; a text is sent as it is. */
export interface Dictated {
  readonly status?: number;
  readonly body: unknown;
  readonly contentType?: string;
}

/** What the provider says; tests change it between requests. */
export interface HostileBehaviour {
  /** Claims on top of `iss`, `aud`, `exp`, `iat` and `nonce`; undefined takes one away. */
  claims: Json;
  /** What the userinfo endpoint tells on top of nothing. */
  userinfo: Json | Dictated;
  /** Header fields on top of `alg` and `kid`. */
  header: Json;
  /** The key that signs; another one forges. */
  signer: "published" | "unknown";
  /** Fields on top of the token answer; undefined takes one away. */
  tokens: Json;
  /** In place of the answers of the endpoints. */
  token: Dictated | null;
  discovery: Dictated | null;
  jwks: Dictated | null;
  /** Fields on top of the metadata; undefined takes one away. */
  metadata: Json;
  /** Answers never come for these paths while the test goes on. */
  silent: ReadonlySet<string>;
}

/** A request as it arrived. */
export interface HostileRequest {
  readonly path: string;
  readonly authorization: string;
  readonly form: Readonly<Record<string, string>>;
}

/** A small provider on loopback that does whatever a test wants. */
export interface HostileIdp {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  behaviour: HostileBehaviour;
  /** All requests so far, oldest first. */
  readonly requests: readonly HostileRequest[];
  /** Requests to one path so far. */
  count(path: string): number;
  /** Takes an authorization URL as a browser would, and gives the query that the callback gets. */
  authorize(url: string): string;
  /** Signs claims as this provider does. */
  sign(claims: Json): string;
  /** Publishes a fresh key in place of the old one. */
  rotateKey(): void;
  stop(): Promise<void>;
}

interface SigningPair {
  kid: string;
  privateKey: KeyObject;
  jwk: Json;
}

function newPair(): SigningPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomBytes(6).toString("hex");
  return {
    kid,
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" },
  };
}

/** The behaviour of an honest provider about one person. */
export function honest(claims: Json): HostileBehaviour {
  return {
    claims,
    userinfo: {},
    header: {},
    signer: "published",
    tokens: {},
    token: null,
    discovery: null,
    jwks: null,
    metadata: {},
    silent: new Set(),
  };
}

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

/** Starts the provider; it is honest about nobody until `behaviour` is set. */
export async function startHostileIdp(): Promise<HostileIdp> {
  const clientId = "gatehouse";
  const clientSecret = "secret";
  let published = newPair();
  const unknown = newPair();
  const requests: HostileRequest[] = [];
  const nonces = new Map<string, string | undefined>();
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function sign(claims: Json): string {
    const { header, signer } = idp.behaviour;
    const pair = signer === "published" ? published : unknown;
    const head = { alg: "RS256", typ: "JWT", kid: published.kid, ...header };
    const input = `${encoded(head)}.${encoded(claims)}`;
    if (head.alg === "none") return `${input}.`;
    return `${input}.${createSign("RSA-SHA256").update(input).sign(pair.privateKey, "base64url")}`;
  }

  function metadata(): Json {
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
      ...idp.behaviour.metadata,
    };
  }

  function idToken(nonce: string | undefined): string {
    const now = Math.floor(Date.now() / 1000);
    const base = { iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce };
    return sign({ ...base, ...idp.behaviour.claims });
  }

  function tokenAnswer(form: Readonly<Record<string, string>>): Dictated {
    const isRefresh = form["grant_type"] === "refresh_token";
    const code = form["code"] ?? "";
    if (!isRefresh && !nonces.has(code)) return { status: 400, body: { error: "invalid_grant" } };
    const nonce = nonces.get(code);
    nonces.delete(code);
    return {
      body: {
        access_token: "access",
        token_type: "Bearer",
        expires_in: 3600,
        refresh_token: "refresh",
        ...(isRefresh ? {} : { id_token: idToken(nonce) }),
        ...idp.behaviour.tokens,
      },
    };
  }

  function answerTo(path: string, form: Readonly<Record<string, string>>): Dictated {
    const { behaviour } = idp;
    if (path === "/.well-known/openid-configuration")
      return behaviour.discovery ?? { body: metadata() };
    if (path === "/jwks") return behaviour.jwks ?? { body: { keys: [published.jwk] } };
    if (path === "/token") return behaviour.token ?? tokenAnswer(form);
    if (path === "/userinfo") {
      return isDictated(behaviour.userinfo) ? behaviour.userinfo : { body: behaviour.userinfo };
    }
    return { status: 404, body: {} };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", issuer).pathname;
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    requests.push({ path, authorization: request.headers.authorization ?? "", form });
    if (idp.behaviour.silent.has(path)) return;
    const { body, contentType = "application/json", status = 200 } = answerTo(path, form);
    response
      .writeHead(status, { "content-type": contentType })
      .end(typeof body === "string" ? body : JSON.stringify(body));
  }

  const idp: HostileIdp = {
    issuer,
    clientId,
    clientSecret,
    behaviour: honest({}),
    requests,
    count: (path) => requests.filter((request) => request.path === path).length,
    authorize(url) {
      const { searchParams } = new URL(url);
      const code = randomBytes(12).toString("hex");
      nonces.set(code, searchParams.get("nonce") ?? undefined);
      return `?${new URLSearchParams({ code, state: searchParams.get("state") ?? "" })}`;
    },
    sign,
    rotateKey() {
      published = newPair();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return idp;
}

function isDictated(value: Json | Dictated): value is Dictated {
  return "body" in value;
}
