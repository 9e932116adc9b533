import { ApiError, type Endpoint } from "@gatehouse/contract";
import type { Deps } from "../context/deps.ts";
import {
  activateDormantUser,
  type Bookkeeping,
  type Identified,
  type IdentityCache,
  identify,
} from "../features/identity/index.ts";
import type { Exchange } from "./exchange.ts";
import type { RequestView } from "./request-view.ts";
import { readSessionToken } from "./session-token.ts";
import type { HttpSettings } from "./settings.ts";

/** What the adapter works with beside the features' dependencies. */
export interface HttpDeps {
  deps: Deps;
  identities: IdentityCache;
  bookkeeping: Bookkeeping;
  settings: HttpSettings;
  /** Looks at every JSON answer before it is sent; used by tests. */
  onAnswer?: (endpoint: Endpoint, status: number, body: string) => void;
}

/**
 * Reads the credential and finds out who it is; runs on every route, and never rejects
 * (spec users §2.3: the rate limiter needs the caller on public routes too).
 */
export async function identifyCaller(
  http: HttpDeps,
  exchange: Exchange,
  view: RequestView,
): Promise<Identified> {
  const received = readSessionToken(view);
  return identify(http.identities, received?.token ?? null, exchange.now);
}

/**
 * Lets an identified caller in, or ends the request with 401 (spec users §2.3, after step 5).
 * Dormant users become active on ordinary API routes; any status but `active` is refused. Public
 * endpoints go on anonymously whatever is wrong with the credential.
 */
export async function admit(
  http: HttpDeps,
  exchange: Exchange,
  endpoint: Pick<Endpoint, "auth">,
  identified: Identified,
): Promise<void> {
  if (endpoint.auth === "public") {
    if (identified.ok && identified.actor.user.status === "active")
      exchange.actor = identified.actor;
    return;
  }
  if (!identified.ok) {
    exchange.challenge = identified.reason === "expired" ? "expired" : "invalid";
    throw new ApiError("unauthenticated", { detail: identified.detail });
  }
  const { actor } = identified;
  if (actor.user.status === "dormant") await activateDormantUser(http.deps, exchange, actor);
  if (actor.user.status !== "active") {
    exchange.challenge = "invalid";
    throw new ApiError("account_inactive", {
      message: `Your account is ${actor.user.status}. Contact an administrator.`,
    });
  }
  exchange.actor = actor;
  await http.bookkeeping.note(actor, exchange.now, exchange.ip);
}
