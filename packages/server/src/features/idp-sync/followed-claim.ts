import { type Claims, isLeftOut, readClaimList } from "./claim-list.ts";
import type { Tracer } from "./trace.ts";

/** The claims of a login beside those of the one before. */
export interface ClaimHistory {
  readonly claims: Claims;
  /** Null for a first login. */
  readonly previous: Claims | null;
  /** A missing claim changes nothing instead of taking everything away. */
  readonly keepOnMissingClaim: boolean;
}

/** What a claim that a setting follows says. */
export type FollowedClaim =
  /** Nothing is to change; an error is for administrators. */
  | { readonly kind: "untouched"; readonly error?: string }
  | { readonly kind: "invalid"; readonly detail: string }
  /** The values; none for a missing claim. */
  | { readonly kind: "values"; readonly values: readonly string[] };

/**
 * Reads the claim of a setting. A missing one has no values, which takes everything away, except where the provider
 * left it out of a token that was too large, or the deployment wants missing claims to change nothing (trap 4).
 */
export function readFollowedClaim(
  field: string,
  history: ClaimHistory,
  tracer: Tracer,
): FollowedClaim {
  if (field === "") {
    tracer.note("field", "", "off", "not synchronized");
    return { kind: "untouched" };
  }
  const list = readClaimList(history.claims, field);
  if (list.kind === "list") return { kind: "values", values: list.values };
  if (list.kind === "invalid") {
    tracer.note("field", "", "invalid", `the claim ${list.detail}`);
    return { kind: "invalid", detail: `the claim ${field} ${list.detail}` };
  }
  if (isLeftOut(history.claims, history.previous, field)) {
    const error = `the provider left the claim ${field} out of its token`;
    tracer.note("field", "", "kept", error);
    return { kind: "untouched", error };
  }
  if (history.keepOnMissingClaim) {
    tracer.note("field", "", "kept", "a missing claim changes nothing here");
    return { kind: "untouched" };
  }
  tracer.note("field", "", "missing", "no such claim");
  return { kind: "values", values: [] };
}
