import { execFileSync, spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generateSshKey, parseSshKeyAlgorithm, sshKeyAlgorithms } from "./ssh-key.ts";

const hasSshKeygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;

/** Splits the fields of an SSH wire structure (RFC 4251 §5). */
function fields(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return found;
}

function publicFields(publicKey: string): Buffer[] {
  return fields(Buffer.from(publicKey.split(" ")[1] ?? "", "base64"));
}

describe("public keys", () => {
  test.each([
    ["ed25519", "ssh-ed25519", [11, 32]],
    ["ecdsa", "ecdsa-sha2-nistp256", [19, 8, 65]],
    ["rsa4096", "ssh-rsa", [7, 3, 513]],
  ] as const)(
    "the public key of %s is one authorized-keys line",
    async (algorithm, name, lengths) => {
      const { publicKey } = await generateSshKey(algorithm);

      expect(publicKey).toMatch(new RegExp(`^${name} [A-Za-z0-9+/]+=*\n$`));
      expect(publicFields(publicKey)[0]?.toString()).toBe(name);
      expect(publicFields(publicKey).map((field) => field.byteLength)).toEqual(lengths);
    },
  );
});

describe("private keys", () => {
  test.each([
    ["ecdsa", "EC PRIVATE KEY"],
    ["rsa4096", "RSA PRIVATE KEY"],
  ] as const)(
    "the private key of %s is PEM and belongs to the public key",
    async (algorithm, label) => {
      const { privateKeyPem, publicKey } = await generateSshKey(algorithm);

      const jwk = createPublicKey(createPrivateKey(privateKeyPem)).export({ format: "jwk" });
      const own = publicFields(publicKey).at(-1) ?? Buffer.alloc(0);

      expect(privateKeyPem.startsWith(`-----BEGIN ${label}-----\n`)).toBe(true);
      expect(privateKeyPem.endsWith(`-----END ${label}-----\n`)).toBe(true);
      const secretHalf = algorithm === "ecdsa" ? [4, jwk.x, jwk.y] : [0, jwk.n];
      const [first, ...rest] = secretHalf;
      const expected = rest.map((part) => Buffer.from(String(part), "base64url"));
      expect(own.equals(Buffer.concat([Buffer.from([Number(first)]), ...expected]))).toBe(true);
    },
  );

  test("the private key of ed25519 is an OpenSSH key whose seed signs for the public key", async () => {
    const { privateKeyPem, publicKey } = await generateSshKey("ed25519");

    const lines = privateKeyPem.trimEnd().split("\n");
    const body = Buffer.from(lines.slice(1, -1).join(""), "base64");
    const header = body.subarray(0, 15).toString("latin1");
    const [cipher, kdf, options, ...rest] = fields(
      Buffer.concat([body.subarray(15, 35 - 8), body.subarray(35 - 8, 35), body.subarray(39)]),
    );
    const [publicBlob, section] = rest;
    const secret = section ?? Buffer.alloc(0);
    const [type, point, both, comment] = fields(secret.subarray(8, 8 + 15 + 36 + 68 + 4));
    const padding = secret.subarray(8 + 15 + 36 + 68 + 4);

    expect(lines[0]).toBe("-----BEGIN OPENSSH PRIVATE KEY-----");
    expect(lines.at(-1)).toBe("-----END OPENSSH PRIVATE KEY-----");
    expect(header).toBe("openssh-key-v1\0");
    expect([cipher, kdf, options].map(String)).toEqual(["none", "none", ""]);
    expect(publicBlob?.toString("base64")).toBe(publicKey.trim().split(" ")[1]);
    expect(secret.readUInt32BE(0)).toBe(secret.readUInt32BE(4));
    expect(secret.byteLength % 8).toBe(0);
    expect([...padding]).toEqual([...padding.keys()].map((n) => n + 1));
    expect([String(type), String(comment)]).toEqual(["ssh-ed25519", ""]);
    expect(both?.subarray(32).equals(point ?? Buffer.alloc(0))).toBe(true);
    expect(signsFor(both?.subarray(0, 32), point)).toBe(true);
  });

  function signsFor(seed: Buffer | undefined, point: Buffer | undefined): boolean {
    const [d, x] = [seed, point].map((bytes) => bytes?.toString("base64url") ?? "");
    const jwk = { kty: "OKP", crv: "Ed25519", x: x ?? "" };
    const key = createPrivateKey({ key: { ...jwk, d: d ?? "" }, format: "jwk" });
    const signature = sign(null, Buffer.from("message"), key);
    return verify(
      null,
      Buffer.from("message"),
      createPublicKey({ key: jwk, format: "jwk" }),
      signature,
    );
  }

  test("two keys are different", async () => {
    const [first, second] = await Promise.all([
      generateSshKey("ed25519"),
      generateSshKey("ed25519"),
    ]);

    expect(first.publicKey).not.toBe(second.publicKey);
    expect(first.privateKeyPem).not.toBe(second.privateKeyPem);
  });
});

// The structural tests above stand alone where OpenSSH is not installed.
describe.runIf(hasSshKeygen)("OpenSSH", () => {
  test.each(sshKeyAlgorithms)(
    "reads the private key of %s and derives our public key",
    async (algorithm) => {
      const { privateKeyPem, publicKey } = await generateSshKey(algorithm);
      const directory = mkdtempSync(join(tmpdir(), "gatehouse-ssh-"));
      try {
        const file = join(directory, "key");
        writeFileSync(file, privateKeyPem, { mode: 0o600 });

        const derived = execFileSync("ssh-keygen", ["-y", "-P", "", "-f", file], {
          encoding: "utf8",
        });

        expect(derived.trim()).toBe(publicKey.trim());
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  );
});

describe("algorithm names", () => {
  test("names are read in any case, others are refused", () => {
    expect(parseSshKeyAlgorithm("ED25519")).toBe("ed25519");
    expect(parseSshKeyAlgorithm("Rsa4096")).toBe("rsa4096");
    expect(parseSshKeyAlgorithm("dsa")).toBeNull();
    expect(parseSshKeyAlgorithm("")).toBeNull();
  });
});
