import { ApiError, type Endpoint } from "@gatehouse/contract";
import type { Actor } from "../context/actor.ts";
import type { Deps } from "../context/deps.ts";
import {
  activateDormantUser,
  type Bookkeeping,
  type Identified,
  type IdentityCache,
  identify,
} from "../features/identity/index.ts";
import type { Console } from "./console.ts";
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
  /** The build of the web console; null when there is none. */
  console: Console | null;
  /** Looks at every JSON answer before it is sent; used by tests. */
  onAnswer?: (endpoint: Endpoint, status: number, body: string) => void;
}

/**
 * Reads the credential and finds out who it is; runs on every route, and never rejects a bad one
 * (spec users §2.3: the rate limiter needs the caller on public routes too). A promise only when the
 * identity has to be read.
 */
export function identifyCaller(
  http: HttpDeps,
  exchange: Exchange,
  view: RequestView,
): Identified | Promise<Identified> {
  exchange.token = readSessionToken(view)?.token ?? null;
  return identify(http.identities, exchange.token, exchange.now);
}

/**
 * Lets an identified caller in, or ends the request with 401 (spec users §2.3, after step 5).
 * Dormant users become active on ordinary API routes; any status but `active` is refused. Public
 * endpoints go on anonymously whatever is wrong with the credential.
 */
export function admit(
  http: HttpDeps,
  exchange: Exchange,
  endpoint: Pick<Endpoint, "auth">,
  identified: Identified,
): Promise<void> | undefined {
  if (endpoint.auth === "public") {
    // Whose tokens are over goes on anonymously, and nobody waits for a provider or gets its 401 here: these are
    // what the sign-in page needs, and signing in again is how such a session is mended.
    const isUsable = identified.ok && identified.link !== "now";
    if (isUsable && identified.actor.user.status === "active") exchange.actor = identified.actor;
    return undefined;
  }
  if (!identified.ok) {
    exchange.challenge = identified.reason === "expired" ? "expired" : "invalid";
    throw new ApiError("unauthenticated", { detail: identified.detail });
  }
  const { actor, link } = identified;
  if (link === "now") return refreshAndAdmit(http, exchange, actor);
  if (link === "soon") {
    http.deps.background.run(async () => {
      await http.deps.links.ensureFresh(linkOf(actor), exchange.now);
    });
  }
  return admitFresh(http, exchange, actor);
}

/** The link behind a session of an identity provider. */
function linkOf({ key, user }: Actor): { userId: string; loginType: "oidc" | "github" } {
  return { userId: user.id, loginType: key.login_type === "github" ? "github" : "oidc" };
}

/** Refreshes the tokens behind the session first (spec federated-login §9.1). */
async function refreshAndAdmit(http: HttpDeps, exchange: Exchange, actor: Actor): Promise<void> {
  const state = await http.deps.links.ensureFresh(linkOf(actor), exchange.now);
  if (state === "unavailable") throw new ApiError("provider_unavailable");
  if (state !== "fresh") {
    exchange.challenge = "invalid";
    throw new ApiError(state === "refused" ? "session_refresh_failed" : "session_link_missing");
  }
  await admitFresh(http, exchange, actor);
}

function admitFresh(http: HttpDeps, exchange: Exchange, actor: Actor): Promise<void> | undefined {
  if (actor.user.status === "dormant") return activateAndAdmit(http, exchange, actor);
  return admitActor(http, exchange, actor);
}

async function activateAndAdmit(http: HttpDeps, exchange: Exchange, actor: Actor): Promise<void> {
  await activateDormantUser(http.deps, exchange, actor);
  await admitActor(http, exchange, actor);
}

function admitActor(http: HttpDeps, exchange: Exchange, actor: Actor): Promise<void> | undefined {
  if (actor.user.status !== "active") {
    exchange.challenge = "invalid";
    throw new ApiError("account_inactive", {
      message: `Your account is ${actor.user.status}. Contact an administrator.`,
    });
  }
  exchange.actor = actor;
  return http.bookkeeping.note(actor, exchange);
}
