import type { Deployment } from "../context/deps.ts";

/** Why the authentication layer refused; drives the challenge's description. */
export type ChallengeReason = "expired" | "audience" | "invalid";

const descriptions: Record<ChallengeReason, string> = {
  expired: "The access token has expired",
  audience: "The access token is not meant for this server",
  invalid: "The access token is missing or invalid",
};

/**
 * The `WWW-Authenticate` value of a 401 or 403 from the authentication layer
 * (RFC 6750 §3, RFC 9728 §5.1, spec users §1.2).
 */
export function bearerChallenge(
  deployment: Deployment,
  status: 401 | 403,
  reason: ChallengeReason,
): string {
  const error = status === 401 ? "invalid_token" : "insufficient_scope";
  const metadata = `${deployment.accessUrl}/.well-known/oauth-protected-resource`;
  return (
    `Bearer realm="coder", error="${error}", ` +
    `error_description="${descriptions[reason]}", resource_metadata="${metadata}"`
  );
}
