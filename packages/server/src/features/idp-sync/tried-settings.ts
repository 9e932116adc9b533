import { failField, type WireSyncPreviewSettings } from "@gatehouse/contract";
import type { Handle } from "../../db/types.ts";
import { groupsOf, refuseForeignGroups, requirePattern } from "./group-settings.ts";
import { organizationsOf } from "./organization-settings.ts";
import type { SettingsDraft } from "./settings.ts";

/**
 * The settings of a dry run that are not saved. What saving would refuse for its form is refused here as well, with the
 * field under `settings`; a role that one may not assign is not, because nobody gets it.
 */
export async function triedSettings(
  handle: Handle,
  organizationId: string | undefined,
  { groups, organization, roles }: WireSyncPreviewSettings,
): Promise<SettingsDraft> {
  const draft = { organization: organization && organizationsOf(organization) };
  if (organizationId === undefined) {
    if ((groups ?? roles) === undefined) return { ...draft, inside: undefined };
    return failField("organization_id", "required to try settings of groups or roles");
  }
  if (groups !== undefined) {
    requirePattern(groups.regex_filter, "settings.groups.regex_filter");
    await refuseForeignGroups(handle, organizationId, groups.mapping, "settings.groups.mapping");
  }
  return { ...draft, inside: { organizationId, groups: groups && groupsOf(groups), roles } };
}
