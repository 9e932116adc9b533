import { fail, failField, type WireSyncPreviewSettings } from "@gatehouse/contract";
import { can, type RequestContext } from "../../context/request-context.ts";
import type { Handle } from "../../db/types.ts";
import { refuseForeignGroups, requirePattern } from "./group-settings.ts";
import type { SettingsDraft } from "./settings.ts";

/**
 * The settings of a dry run that are not saved. What saving would refuse for its form is refused here as well, with the
 * field under `settings`; a role that one may not assign is not, because nobody gets it.
 */
export async function triedSettings(
  handle: Handle,
  ctx: RequestContext,
  organizationId: string | undefined,
  { groups, organization, roles }: WireSyncPreviewSettings,
): Promise<SettingsDraft> {
  if (organization !== undefined && !can(ctx, "read", { type: "idpsync_settings" })) {
    fail("forbidden");
  }
  const inside = groups ?? roles;
  if (inside !== undefined && organizationId === undefined) {
    failField("organization_id", "required to try settings of groups or roles");
  }
  if (groups !== undefined && organizationId !== undefined) {
    requirePattern(groups.regex_filter, "settings.groups.regex_filter");
    await refuseForeignGroups(handle, organizationId, groups.mapping, "settings.groups.mapping");
  }
  return {
    ...(organization === undefined
      ? {}
      : {
          organization: {
            field: organization.field,
            mapping: organization.mapping,
            assignDefault: organization.organization_assign_default,
          },
        }),
    ...(organizationId === undefined
      ? {}
      : {
          inside: {
            organizationId,
            ...(groups === undefined
              ? {}
              : {
                  groups: {
                    field: groups.field,
                    mapping: groups.mapping,
                    regexFilter: groups.regex_filter,
                    autoCreate: groups.auto_create_missing_groups,
                  },
                }),
            ...(roles === undefined ? {} : { roles }),
          },
        }),
  };
}
