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

/** What of an organization's members follows the identity provider. */
export interface SyncedParts {
  readonly memberships: boolean;
  readonly roles: boolean;
}

/** What follows the provider in an organization, for those who sign in with OpenID Connect. */
export async function syncedParts(
  deps: Pick<Deps, "config">,
  handle: Handle,
  organizationId: string,
): Promise<SyncedParts> {
  const organizations = await currentOrganizationSync(handle, syncOptions(deps.config));
  const row = await readSettingsRow(handle, { kind: "role", organizationId });
  const roles = row === null ? null : readRoleSync(row);
  return { memberships: organizations.field !== "", roles: (roles?.field ?? "") !== "" };
}

/** Refuses adding a member while organization sync is on. */
export async function refuseSyncedMembership(
  deps: Pick<Deps, "config">,
  handle: Handle,
  change: { organizationId: string; user: Pick<UserRow, "login_type"> },
): Promise<void> {
  if (change.user.login_type !== "oidc") return;
  const synced = await syncedParts(deps, handle, change.organizationId);
  if (synced.memberships) refuse("organizations");
}

/** Refuses a change of organization roles while role sync of that organization is on. */
export async function refuseSyncedRoles(
  deps: Pick<Deps, "config">,
  handle: Handle,
  change: { organizationId: string; user: Pick<UserRow, "login_type"> },
): Promise<void> {
  if (change.user.login_type !== "oidc") return;
  const synced = await syncedParts(deps, handle, change.organizationId);
  if (synced.roles) refuse("roles");
}
