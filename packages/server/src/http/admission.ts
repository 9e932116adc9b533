import { ApiError, type Endpoint } from "@gatehouse/contract";
import type { Deps } from "../context/deps.ts";
import { activateDormantUser, type Identified, noteUse } from "../features/identity/index.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Lets an identified caller in, or ends the request with 401 (spec users §2.3, steps after 5).
 * Dormant users become active on ordinary API routes; any status but `active` is refused. Public
 * endpoints go on anonymously whatever is wrong with the credential.
 */
export async function admit(
  deps: Deps,
  exchange: Exchange,
  endpoint: Pick<Endpoint, "auth">,
  identified: Identified,
): Promise<void> {
  if (endpoint.auth === "public") {
    if (identified.ok && identified.actor.user.status === "active") exchange.actor = identified.actor;
    return;
  }
  if (!identified.ok) {
    throw new ApiError("unauthenticated", identified.detail ? { detail: identified.detail } : {});
  }
  const { actor } = identified;
  if (actor.user.status === "dormant") await activateDormantUser(deps, exchange, actor);
  if (actor.user.status !== "active") {
    throw new ApiError("account_inactive", {
      message: `Your account is ${actor.user.status}. Contact an administrator.`,
    });
  }
  exchange.actor = actor;
  await noteUse(deps, actor, exchange);
}
