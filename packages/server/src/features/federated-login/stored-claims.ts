import type { Handle } from "../../db/types.ts";
import { type Claims, readClaims } from "./claims-rules.ts";
import { readClaimsText } from "./link-store.ts";

export type { Claims } from "./claims-rules.ts";

/** The merged claims of a user's last login with OpenID Connect; null where there was none. */
export async function readStoredClaims(handle: Handle, userId: string): Promise<Claims | null> {
  const text = await readClaimsText(handle, userId, "oidc");
  const merged = text === null ? undefined : readClaims(text)?.get("merged_claims");
  return merged instanceof Map ? merged : null;
}
