import { createCipheriv, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyring, isUnlabelled, keyDigest, SealError } from "./keyring.ts";

const keys = [randomBytes(32), randomBytes(32)];
const [a, b] = keys.map((key) => key.toString("base64"));
const ring = createKeyring([a ?? "", b ?? ""]);

test("what is sealed opens in its place and nowhere else", () => {
  const stored = ring.seal("token", "user_links.oauth_access_token:1/oidc");

  expect(ring.open(stored, "user_links.oauth_access_token:1/oidc")).toBe("token");
  expect(() => ring.open(stored, "user_links.oauth_access_token:2/oidc")).toThrow("does not open");
  expect(stored.text).not.toContain("token");
});

test("the first key encrypts, the others open", () => {
  const old = createKeyring([b ?? ""]).seal("token", "x");

  expect(ring.seal("token", "x").keyId).toBe(ring.digests[0]);
  expect(ring.open(old, "x")).toBe("token");
  expect(() => createKeyring([a ?? ""]).open(old, "x")).toThrow("no encryption key");
});

test("values in clear and the empty value are read as they are", () => {
  expect(ring.open({ text: "clear", keyId: null }, "x")).toBe("clear");
  expect(ring.seal("", "x")).toEqual({ text: "", keyId: null });
  expect(createKeyring([]).seal("token", "x")).toEqual({ text: "token", keyId: null });
});

test("the peer's form, bound to no place, is read", () => {
  const [key = Buffer.alloc(32)] = keys;
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([
    nonce,
    cipher.update("imported"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);

  const stored = { text: text.toString("base64"), keyId: keyDigest(key) };

  expect(ring.open(stored, "anywhere")).toBe("imported");
});

test("a digest is seven hex digits that do not tell the key", () => {
  expect(keyDigest(Buffer.alloc(32))).toMatch(/^[0-9a-f]{7}$/);
  expect(keyDigest(Buffer.alloc(32))).not.toBe(keyDigest(Buffer.alloc(32, 1)));
});

/** As earlier releases stored private keys. */
function unlabelled(key: Buffer, plain: string, place: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(`gh1.${place}`));
  const body = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return `gh1.${Buffer.concat(body).toString("base64url")}`;
}

test("the form of earlier releases opens with whichever key made it, in its place only", () => {
  const [, old = Buffer.alloc(32)] = keys;
  const text = unlabelled(old, "private key", "git_ssh_key:1");

  expect(isUnlabelled(text)).toBe(true);
  expect(ring.openUnlabelled(text, "git_ssh_key:1")).toBe("private key");
  expect(() => ring.openUnlabelled(text, "git_ssh_key:2")).toThrow(SealError);
  expect(() => createKeyring([a ?? ""]).openUnlabelled(text, "git_ssh_key:1")).toThrow(SealError);
});

test("changing any byte of a stored value makes it unreadable", () => {
  const { text, keyId } = ring.seal("x", "place");
  const bytes = Buffer.from(text.slice(3), "base64");

  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    const stored = { text: `v2:${changed.toString("base64")}`, keyId };
    expect(() => ring.open(stored, "place")).toThrow(SealError);
  }
});

test.each(["", "v2:", "v2:AAAA", "gh1.", "gh1.AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----"])(
  "text that was not encrypted is refused: %j",
  (text) => {
    expect(() => ring.open({ text, keyId: ring.digests[0] ?? "" }, "x")).toThrow(SealError);
    expect(() => ring.openUnlabelled(text, "x")).toThrow(SealError);
  },
);
