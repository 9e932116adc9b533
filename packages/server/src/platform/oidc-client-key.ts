import {
  createPrivateKey,
  type KeyObject,
  randomUUID,
  webcrypto,
  X509Certificate,
} from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { type ClientAuth, modifyAssertion, PrivateKeyJwt } from "openid-client";

/** The files that authenticate the client at the provider; no certificate is `""`. */
export interface ClientKeyFiles {
  readonly keyFile: string;
  readonly certFile: string;
}

const lifetimeSeconds = 300;

/**
 * Client authentication by key (spec federated-login §11.3; RFC 7523): a new assertion for each request, addressed to
 * the token endpoint. The key is RSA or EC, as PEM or as JWK; files are read again when they change.
 *
 * Throws now, with the option's name, when a file cannot be used.
 */
export async function privateKeyAuth(files: ClientKeyFiles): Promise<ClientAuth> {
  let current = await load(files);
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the library waits for it; its type says void
  return async (as, client, body, headers) => {
    if ((await stampOf(files)) !== current.stamp) current = await load(files);
    return current.auth(as, client, body, headers);
  };
}

async function stampOf({ certFile, keyFile }: ClientKeyFiles): Promise<string> {
  const files = [keyFile, certFile].filter((file) => file !== "");
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return times.join(" ");
}

async function load(files: ClientKeyFiles): Promise<{ stamp: string; auth: ClientAuth }> {
  const stamp = await named("oidc-client-key-file", () => stampOf(files));
  const { alg, key, kid } = await named("oidc-client-key-file", () => readKey(files.keyFile));
  const thumbprints =
    files.certFile === ""
      ? {}
      : await named("oidc-client-cert-file", () => readCert(files.certFile));
  const cryptoKey = await webcrypto.subtle.importKey(
    "pkcs8",
    key.export({ type: "pkcs8", format: "der" }),
    algorithms[alg] ?? rs256,
    false,
    ["sign"],
  );
  const auth = PrivateKeyJwt(kid === undefined ? cryptoKey : { key: cryptoKey, kid }, {
    [modifyAssertion](header, payload) {
      Object.assign(header, thumbprints);
      const iat = Number(payload["iat"]);
      Object.assign(payload, { exp: iat + lifetimeSeconds, nbf: iat, jti: randomUUID() });
    },
  });
  return { stamp, auth: addressedToTokenEndpoint(auth) };
}

/** The assertion names its audience; the library would name the issuer. */
function addressedToTokenEndpoint(auth: ClientAuth): ClientAuth {
  return (as, client, body, headers) =>
    auth({ ...as, issuer: as.token_endpoint ?? as.issuer }, client, body, headers);
}

async function named<T>(option: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Error(`${option} cannot be used`, { cause });
  }
}

const rs256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const algorithms: Readonly<Record<string, { name: string; hash?: string; namedCurve?: string }>> = {
  RS256: rs256,
  PS256: { name: "RSA-PSS", hash: "SHA-256" },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  ES384: { name: "ECDSA", namedCurve: "P-384" },
};

async function readKey(file: string): Promise<{ key: KeyObject; alg: string; kid?: string }> {
  const text = await readFile(file, "utf8");
  if (!text.trimStart().startsWith("{")) {
    const key = createPrivateKey(text);
    return { key, alg: algorithmOf(key) };
  }
  const jwk: unknown = JSON.parse(text);
  if (typeof jwk !== "object" || jwk === null) throw new Error("not a JSON Web Key");
  const key = createPrivateKey({ key: { ...jwk }, format: "jwk" });
  const [alg, kid] = [Reflect.get(jwk, "alg"), Reflect.get(jwk, "kid")];
  return {
    key,
    alg: typeof alg === "string" && alg in algorithms ? alg : algorithmOf(key),
    ...(typeof kid === "string" ? { kid } : {}),
  };
}

function algorithmOf(key: KeyObject): string {
  if (key.asymmetricKeyType === "rsa") return "RS256";
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === "prime256v1") return "ES256";
  if (curve === "secp384r1") return "ES384";
  throw new Error("the key is neither RSA nor EC on P-256 or P-384");
}

/** Thumbprints of the certificate (RFC 7515 §4.1.7, §4.1.8). */
async function readCert(file: string): Promise<Record<string, string>> {
  const certificate = new X509Certificate(await readFile(file, "utf8"));
  const print = (hex: string) => Buffer.from(hex.replaceAll(":", ""), "hex").toString("base64url");
  return {
    x5t: print(certificate.fingerprint),
    "x5t#S256": print(certificate.fingerprint256),
  };
}
