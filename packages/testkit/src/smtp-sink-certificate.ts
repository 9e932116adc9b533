import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate that is its own authority, with its key. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for `localhost` and 127.0.0.1 (X.509 v3, RFC 5280 §4.1), valid from yesterday for ten days.
 * Written by hand because Node reads certificates but makes none, and committed ones expire.
 */
export function makeTestCertificate(now = new Date()): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const day = 86_400_000;
  const name = sequence(set(sequence(oid("550403"), tag(0x0c, Buffer.from("localhost")))));
  const names = sequence(
    tag(0x82, Buffer.from("localhost")),
    tag(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const isAuthority = sequence(tag(0x01, Buffer.from([0xff])));
  const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
  const body = sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(now.getTime() - day), time(now.getTime() + 9 * day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tag(0xa3, sequence(extension("551d13", isAuthority), extension("551d11", names))),
  );
  const signature = Buffer.concat([Buffer.alloc(1), sign("sha256", body, privateKey)]);
  return {
    certificate: pem("CERTIFICATE", sequence(body, ecdsaWithSha256, tag(0x03, signature))),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** One element of DER (X.690 §8.1, §10.1). */
function tag(number: number, content: Buffer): Buffer {
  const length = content.byteLength;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([number, ...(length < 0x80 ? [length] : long)]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return tag(0x31, Buffer.concat(parts));
}

function integer(bigEndian: Buffer): Buffer {
  return tag(0x02, bigEndian);
}

function oid(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, "hex"));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tag(0x04, value));
}

/** GeneralizedTime; good for every year although RFC 5280 wants UTCTime before 2050 (OpenSSL reads both). */
function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, "");
  return tag(0x18, Buffer.from(digits, "latin1"));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
