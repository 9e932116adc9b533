import { createHash, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type HostileIdp,
  introduce,
  makeTestCertificate,
  startHostileIdp,
} from "@gatehouse/testkit";
import { jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type OidcClient, prepareOidcClient } from "./oidc-client.ts";
import { createOutbound } from "./outbound-http.ts";
import { asSecret } from "./secrets.ts";

let idp: HostileIdp;
let folder: string;

beforeAll(async () => {
  idp = await startHostileIdp();
  folder = await mkdtemp(join(tmpdir(), "gatehouse-client-key-"));
});
beforeEach(() => void introduce(idp));
afterAll(async () => {
  await rm(folder, { recursive: true });
  await idp.stop();
});

let files = 0;
async function fileOf(content: string): Promise<string> {
  files += 1;
  const file = join(folder, String(files));
  await writeFile(file, content);
  return file;
}

const pemOf = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

async function clientWith(keyFile: string, certFile = ""): Promise<OidcClient> {
  const discover = await prepareOidcClient(
    {
      issuer: idp.issuer,
      clientId: idp.clientId,
      clientSecret: asSecret(""),
      keyFiles: { keyFile, certFile },
      isIssuerChecked: true,
      isHttpAllowed: true,
      scopes: ["openid"],
    },
    createOutbound("test", () => undefined),
  );
  return discover();
}

/** The assertion that the next token request carries, verified with a public key. */
async function assertion(client: OidcClient, key: KeyObject) {
  await client.refresh("a token");
  const form = idp.requests.at(-1)?.form ?? {};
  expect(form["client_assertion_type"]).toBe(
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  );
  return jwtVerify(form["client_assertion"] ?? "", key);
}

test("an assertion names the client, the token endpoint and five minutes, and is made anew for each request", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const client = await clientWith(await fileOf(pemOf(privateKey)));

  const [first, second] = [await assertion(client, publicKey), await assertion(client, publicKey)];

  const { exp = 0, iat = 0 } = first.payload;
  expect(first.protectedHeader.alg).toBe("RS256");
  expect(first.payload).toMatchObject({
    iss: idp.clientId,
    sub: idp.clientId,
    aud: `${idp.issuer}/token`,
    nbf: iat,
  });
  expect(exp - iat).toBe(300);
  expect(second.payload.jti).not.toBe(first.payload.jti);
  expect(idp.requests.at(-1)?.authorization).toBe("");
});

test.each([
  ["RS256", "rsa", { kid: "one" }],
  ["PS256", "rsa", { kid: "two", alg: "PS256" }],
  ["ES256", "ec", {}],
] as const)("a JWK file signs with %s, and its kid is told", async (alg, kind, more) => {
  const { privateKey, publicKey } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = JSON.stringify({ ...privateKey.export({ format: "jwk" }), ...more });

  const { protectedHeader } = await assertion(await clientWith(await fileOf(jwk)), publicKey);

  expect(protectedHeader.alg).toBe(alg);
  expect(protectedHeader.kid).toBe("kid" in more ? more.kid : undefined);
});

test("the header carries the thumbprints of the certificate, base64url", async () => {
  const { certificate, key } = makeTestCertificate();
  const client = await clientWith(await fileOf(key), await fileOf(certificate));
  const { publicKey, raw } = new X509Certificate(certificate);

  const { protectedHeader } = await assertion(client, publicKey);

  const printOf = (hash: string) => createHash(hash).update(raw).digest("base64url");
  expect(protectedHeader.x5t).toBe(printOf("sha1"));
  expect(protectedHeader["x5t#S256"]).toBe(printOf("sha256"));
});

test("a key file that is replaced counts from the next request on, without a restart", async () => {
  const old = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const next = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const file = await fileOf(pemOf(old.privateKey));
  const client = await clientWith(file);
  await assertion(client, old.publicKey);

  await writeFile(file, pemOf(next.privateKey));
  // File systems with coarse times would not tell.
  await utimes(file, new Date(), new Date(Date.now() + 5000));

  await assertion(client, next.publicKey);
  await expect(assertion(client, old.publicKey)).rejects.toThrow("signature");
});

test.each([
  ["no key", "nonsense"],
  ["a JWK without a private part", JSON.stringify({ kty: "RSA" })],
  ["an Ed25519 key", pemOf(generateKeyPairSync("ed25519").privateKey)],
])("a file with %s stops the start with the option's name", async (_what, content) => {
  await expect(clientWith(await fileOf(content))).rejects.toThrow("oidc-client-key-file");
});

test("a certificate that cannot be read stops the start with the option's name", async () => {
  const { key } = makeTestCertificate();

  await expect(clientWith(await fileOf(key), await fileOf("x"))).rejects.toThrow(
    "oidc-client-cert-file",
  );
});
