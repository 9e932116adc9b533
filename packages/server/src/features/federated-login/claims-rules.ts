import { type JsonNode, type JsonObject, readJson } from "@gatehouse/contract";

/** What a provider told: the claims of each source as JSON text, and what counts. */
export interface ClaimSet {
  readonly idToken: string;
  readonly userInfo: string;
  readonly merged: string;
  /** The merged claims, read. */
  readonly claims: Claims;
}

/** Claims by name; integers beyond 2^53 keep their digits. */
export type Claims = JsonObject;

/** Reads a JSON object; null for anything else. U+0000, which the database cannot hold, is taken out. */
export function readClaims(json: string): Claims | null {
  const read = readJson(Buffer.from(json, "utf8"));
  if (!read.ok || !(read.value instanceof Map)) return null;
  return withoutNul(read.value) as Claims;
}

function withoutNul(value: JsonNode): JsonNode {
  if (typeof value === "string") return value.replaceAll("\u0000", "");
  if (Array.isArray(value)) return value.map(withoutNul);
  if (value instanceof Map) {
    return new Map(
      [...value].map(([name, member]) => [name.replaceAll("\u0000", ""), withoutNul(member)]),
    );
  }
  return value;
}

/**
 * Merges the claims of two sources; those of `winner` count where both have one (spec federated-login §6.2).
 * `secondary` is what the userinfo endpoint or the access token told, and null where neither was asked.
 */
export function mergeClaims(
  idToken: Claims,
  secondary: Claims | null,
  winner: "idToken" | "secondary",
): ClaimSet {
  const other: Claims = secondary ?? new Map();
  const claims: Claims =
    winner === "secondary" ? new Map([...idToken, ...other]) : new Map([...other, ...idToken]);
  return {
    idToken: writeClaims(idToken),
    userInfo: secondary === null ? "null" : writeClaims(other),
    merged: writeClaims(claims),
    claims,
  };
}

/** Writes a claim as JSON; numbers keep their digits. */
export function writeClaims(value: JsonNode): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeClaims).join(",")}]`;
  if (!(value instanceof Map)) return value.token;
  const members = [...value].map(
    ([name, member]) => `${JSON.stringify(name)}:${writeClaims(member)}`,
  );
  return `{${members.join(",")}}`;
}

/** A text claim; undefined when it is absent, null for another type. */
export function textClaim(claims: Claims, name: string): string | null | undefined {
  const value = claims.get(name);
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : null;
}

const trueTexts = new Set(["1", "t", "T", "true", "TRUE", "True"]);

/**
 * Whether a claim says that an address is verified: fails closed, so that absent, null and other types do not
 * (spec federated-login §6.3).
 */
export function isVerified(value: JsonNode | undefined): boolean {
  if (typeof value === "string") return trueTexts.has(value);
  return value === true || value === 1;
}

/**
 * A claim that lists groups or roles (spec idp-sync-and-scim A3). `undefined`: absent. `null`: not usable, because it
 * is no list of texts, or one text with commas, which is a list that somebody wrote wrong.
 */
export function listClaim(value: JsonNode | undefined): readonly string[] | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || value === "") return [];
  if (typeof value === "string") return value.includes(",") ? null : [value];
  if (!Array.isArray(value)) return null;
  const texts = value.filter((item) => typeof item === "string");
  return texts.length === value.length ? [...new Set(texts)] : null;
}
