import type { CoreDeps } from "../../context/deps.ts";
import type { LinkRefresher, LinkState, SignIn } from "../../context/services.ts";
import { inTransaction } from "../../db/transaction.ts";
import { GithubError } from "../../platform/github-client.ts";
import { OidcError } from "../../platform/oidc-client.ts";
import { createSingleflight } from "../../platform/singleflight.ts";
import { expiryOf, type LinkKey, sealTokens, tokenPlace } from "./link-tokens.ts";
import {
  type RefreshRow,
  readRefreshRow,
  releaseAfterRefresh,
  storeRefreshed,
  storeRefreshFailure,
  takeForRefresh,
} from "./refresh-store.ts";

/** An access token is refreshed from this time before its end on. */
export const earlyRefreshMs = 60_000;

/** How long sessions go on while the provider cannot be reached. */
const graceMs = 15 * 60_000;
/** Between two tries at a provider that could not be reached. */
const pauseMs = 30_000;
/** Longer than the provider may take to answer. */
const leaseMs = 15_000;
const pollEveryMs = 50;

type RefreshDeps = Pick<CoreDeps, "db" | "keyring" | "log"> & { signIn: SignIn };

/**
 * Makes what keeps the tokens behind sessions fresh (spec federated-login §9.1). All requests that need a link fresh
 * share one refresh: in a process through one promise, among replicas through a lease on the row. Refusals are final
 * until the next login; a provider that is down costs nobody the session for fifteen minutes.
 */
export function createLinkRefresher(deps: RefreshDeps): LinkRefresher {
  const flights = createSingleflight<LinkState>();
  return {
    ensureFresh: (link, now) =>
      flights.run(`${link.userId}/${link.loginType}`, () => ensureFresh(deps, link, now)),
  };
}

async function ensureFresh(deps: RefreshDeps, link: LinkKey, now: Date): Promise<LinkState> {
  const deadlineMs = performance.now() + leaseMs;
  for (;;) {
    const lease = { now, until: new Date(now.getTime() + leaseMs) };
    const taken = await takeForRefresh(deps.db, link, lease);
    if (taken !== null) return refreshTaken(deps, link, taken, now);
    const seen = await readRefreshRow(deps.db, link);
    if (seen === null) return "signed_out";
    if (isFresh(seen, now)) return "fresh";
    if (performance.now() > deadlineMs) return stateAfterFailure(seen, now);
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
}

async function refreshTaken(
  deps: RefreshDeps,
  link: LinkKey,
  row: RefreshRow,
  now: Date,
): Promise<LinkState> {
  const known = stateWithoutAsking(row, now);
  if (known !== null) {
    await releaseAfterRefresh(deps.db, link);
    return known;
  }
  try {
    const place = tokenPlace(link, "oauth_refresh_token");
    const refreshToken = deps.keyring.open(row.refreshToken, place);
    const issued = await askProvider(deps.signIn, link, refreshToken);
    await store(deps, link, issued, now);
    return "fresh";
  } catch (error) {
    const isTransient = isTransientFailure(error);
    deps.log.warn(
      { err: error, user_id: link.userId, transient: isTransient },
      "the tokens of a session could not be refreshed",
    );
    await storeRefreshFailure(deps.db, link, isTransient ? "transient" : "permanent", now);
    if (!isTransient) return "refused";
    return stateAfterFailure({ ...row, failedAt: row.failedAt ?? now, failure: "transient" }, now);
  }
}

/** What is clear without the provider; null when it has to be asked. */
function stateWithoutAsking(row: RefreshRow, now: Date): LinkState | null {
  if (isFresh(row, now)) return "fresh";
  if (row.failure === "permanent") return "refused";
  if (row.refreshToken.text === "") return isExpired(row, now) ? "signed_out" : "fresh";
  const isPaused = row.failure === "transient" && now.getTime() - row.updatedAt.getTime() < pauseMs;
  return isPaused ? stateAfterFailure(row, now) : null;
}

function isExpired({ expiresAt }: RefreshRow, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function isFresh({ expiresAt }: RefreshRow, now: Date): boolean {
  return expiresAt === null || expiresAt.getTime() - now.getTime() > earlyRefreshMs;
}

/** An access token that lives still, or a failure that is young, lets the request pass. */
function stateAfterFailure(row: RefreshRow, now: Date): LinkState {
  if (row.failure === "permanent") return "refused";
  if (!isExpired(row, now)) return "fresh";
  const failedForMs = row.failedAt === null ? 0 : now.getTime() - row.failedAt.getTime();
  return failedForMs < graceMs ? "fresh" : "unavailable";
}

interface Issued {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number | undefined;
}

class NoProvider extends Error {}

async function askProvider(signIn: SignIn, link: LinkKey, refreshToken: string): Promise<Issued> {
  if (link.loginType === "github") {
    if (signIn.github === null) throw new NoProvider("GitHub is not configured any more");
    return signIn.github.client.refresh(refreshToken);
  }
  if (signIn.oidc === null) throw new NoProvider("OpenID Connect is not configured any more");
  const client = await signIn.oidc.client();
  return client.refresh(refreshToken);
}

/** Errors of OAuth that say themselves that they pass. */
const passingErrors = new Set(["temporarily_unavailable", "server_error", "slow_down"]);

/**
 * Only a provider that refuses in the words of OAuth does so for good. Whatever else it answers may pass: it is down, or
 * something in between answers in its place (spec federated-login §9.1).
 */
function isTransientFailure(error: unknown): boolean {
  if (error instanceof OidcError) {
    const { oauthError } = error;
    return error.isTransient || oauthError === undefined || passingErrors.has(oauthError);
  }
  if (error instanceof GithubError) return error.isTransient || error.code === "request_failed";
  return error instanceof Error && "code" in error && error.code === "provider_unavailable";
}

/**
 * Stores what the provider issued. Where that fails although the refresh token was redeemed, the session ends cleanly:
 * the caller notes a permanent failure (spec federated-login §16, trap 15).
 */
async function store(deps: RefreshDeps, link: LinkKey, issued: Issued, now: Date): Promise<void> {
  const sealed = sealTokens(deps.keyring, link, issued);
  await inTransaction(deps.db, (tx) =>
    storeRefreshed(tx, link, {
      accessToken: sealed.accessToken,
      refreshToken: issued.refreshToken === "" ? null : sealed.refreshToken,
      expiresAt: expiryOf(issued.expiresInSeconds, now),
      now,
    }),
  );
}
