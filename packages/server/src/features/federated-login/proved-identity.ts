import { ApiError } from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import type { Tx } from "../../db/types.ts";
import type { Claims } from "./claims-rules.ts";
import type { FederatedLoginType } from "./link-rules.ts";
import type { TokenSet } from "./link-tokens.ts";

/** An identity that a provider proved and that passed every policy. */
export interface ProvedIdentity {
  readonly loginType: FederatedLoginType;
  /** Immutable at the provider, byte for byte. */
  readonly linkedId: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** Undefined: the provider tells none, and the stored one stays. */
  readonly name: string | undefined;
  readonly avatarUrl: string | undefined;
  /** For a new user: the names to try, the preferred one first. */
  readonly usernames: readonly string[];
  readonly tokens: TokenSet;
  /** JSON text of `{id_token_claims, user_info_claims, merged_claims}`. */
  readonly claims: string;
  /** The claims that count, for sync; null for providers without them. */
  readonly mergedClaims: Claims | null;
  /** Decimal id of a github.com account. */
  readonly githubUserId: string | null;
  readonly maySignUp: boolean;
}

/** What every step of the login transaction works with. */
export interface LoginScope {
  readonly tx: Tx;
  readonly deps: Deps;
  readonly ctx: RequestContext;
  readonly identity: ProvedIdentity;
}

/** Ends a sign-in whose provider failed, in words that name no secret. */
export function providerFailure(message: string, cause: unknown): ApiError {
  return new ApiError("provider_failed", { detail: message, cause });
}
