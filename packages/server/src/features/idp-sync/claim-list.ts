/** Claims by name, as a provider sent or somebody supposes them; names are compared byte for byte. */
export type Claims = ReadonlyMap<string, unknown>;

/** A claim read as a list of texts (spec idp-sync-and-scim §A3). */
export type ClaimList =
  | { readonly kind: "missing" }
  | { readonly kind: "list"; readonly values: readonly string[] }
  | { readonly kind: "invalid"; readonly detail: string };

/**
 * Reads a claim as a list: an array of texts, or one text without comma. Repeats collapse. A text with commas is
 * refused rather than split: it is a list that somebody encoded wrong.
 */
export function readClaimList(claims: Claims, field: string): ClaimList {
  const value = claims.get(field);
  if (value === undefined || value === null) return { kind: "missing" };
  if (typeof value === "string") return readText(value);
  if (!Array.isArray(value)) return invalid("is neither a list of texts nor a text");
  const values = value.filter((item) => typeof item === "string");
  if (values.length !== value.length) return invalid("holds something that is not a text");
  return { kind: "list", values: [...new Set(values)] };
}

function readText(text: string): ClaimList {
  if (text === "") return { kind: "list", values: [] };
  if (text.includes(",")) return invalid("is one text with commas instead of a list");
  return { kind: "list", values: [text] };
}

function invalid(detail: string): ClaimList {
  return { kind: "invalid", detail };
}

/**
 * Whether a provider left a claim out of a token that would have become too large, instead of having nothing to
 * say: the user had it at the previous login, and the token points elsewhere (trap 4).
 */
export function isLeftOut(claims: Claims, previous: Claims | null, field: string): boolean {
  if (readClaimList(claims, field).kind !== "missing") return false;
  const had = previous !== null && readClaimList(previous, field).kind !== "missing";
  return had && (claims.has("_claim_names") || claims.get("hasgroups") === true);
}
