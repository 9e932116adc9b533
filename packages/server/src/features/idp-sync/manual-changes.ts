import { ApiError } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { Handle } from "../../db/types.ts";
import { syncOptions } from "./options.ts";
import { currentOrganizationSync } from "./read-settings.ts";
import { readSettingsRow } from "./settings-store.ts";
import { readRoleSync } from "./stored-settings.ts";

/** Why people cannot change what the next login would change back (spec idp-sync-and-scim §A4.4). */
function refuse(what: string): never {
  throw new ApiError("refused", {
    message: `The ${what} of this user follow the identity provider and cannot be changed here.`,
  });
}

/** Refuses adding a member while organization sync is on; only users who sign in with OpenID Connect. */
export async function refuseSyncedMembership(
  deps: Pick<Deps, "config">,
  handle: Handle,
  user: Pick<UserRow, "login_type">,
): Promise<void> {
  if (user.login_type !== "oidc") return;
  const settings = await currentOrganizationSync(handle, syncOptions(deps.config));
  if (settings.field !== "") refuse("organizations");
}

/** Refuses a change of organization roles while role sync of that organization is on. */
export async function refuseSyncedRoles(
  handle: Handle,
  organizationId: string,
  user: Pick<UserRow, "login_type">,
): Promise<void> {
  if (user.login_type !== "oidc") return;
  const row = await readSettingsRow(handle, { kind: "role", organizationId });
  const settings = row === null ? null : readRoleSync(row);
  if (settings !== null && settings.field !== "") refuse("roles");
}
