import { ApiError } from "@gatehouse/contract";
import type { DiscoveryState } from "../../context/services.ts";
import type { OidcClient } from "../../platform/oidc-client.ts";
import { createSingleflight } from "../../platform/singleflight.ts";

const dayMs = 86_400_000;
const firstPauseMs = 1000;
/** Between two tries in the background, at most. */
const longestPauseMs = 300_000;
/** Somebody who wants to sign in does not wait longer for the next try. */
const longestWaitMs = 30_000;

/** The discovery of a provider, in the background and when somebody signs in (spec federated-login §9.2). */
export interface Discovery {
  /** The discovered provider. Throws `provider_unavailable` while it cannot be discovered. */
  client(): Promise<OidcClient>;
  /** Discovers when that is due: after a pause that doubles from 1 s to 5 min, and daily. Never throws. */
  keepReady(): Promise<void>;
  state(): DiscoveryState;
}

/** Makes a discovery that has not begun; `found` and `failed` are told what came of every try. */
export function createDiscovery(options: {
  discover: () => Promise<OidcClient>;
  found: (client: OidcClient) => void;
  failed: (error: unknown) => void;
  /** Monotonic milliseconds. */
  nowMs: () => number;
}): Discovery {
  const { discover, nowMs } = options;
  const flights = createSingleflight<OidcClient>();
  let ready: { client: OidcClient; atMs: number } | null = null;
  let failure: { atMs: number; pauseMs: number; reason: string } | null = null;

  async function attempt(): Promise<OidcClient> {
    try {
      const client = await discover();
      ready = { client, atMs: nowMs() };
      failure = null;
      options.found(client);
      return client;
    } catch (error) {
      const pauseMs = failure === null ? firstPauseMs : failure.pauseMs * 2;
      const reason = error instanceof Error ? error.message : "unknown";
      failure = { atMs: nowMs(), pauseMs: Math.min(pauseMs, longestPauseMs), reason };
      options.failed(error);
      throw new ApiError("provider_unavailable", { cause: error });
    }
  }

  const isPaused = (longestMs: number) =>
    failure !== null && nowMs() - failure.atMs < Math.min(failure.pauseMs, longestMs);

  return {
    async client() {
      if (ready !== null) return ready.client;
      // While a pause lasts nobody waits for a provider that is down.
      if (isPaused(longestWaitMs)) throw new ApiError("provider_unavailable");
      return flights.run("discovery", attempt);
    },
    async keepReady() {
      const isFresh = ready !== null && nowMs() - ready.atMs < dayMs;
      if (isFresh || isPaused(longestPauseMs)) return;
      // The failure is told, and known metadata stay in use.
      await flights.run("discovery", attempt).catch(() => undefined);
    },
    state: () => ({ issuer: ready?.client.issuer ?? null, failure: failure?.reason ?? null }),
  };
}
