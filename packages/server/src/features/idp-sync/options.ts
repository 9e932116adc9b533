import { parseUuid } from "@gatehouse/contract";
import { groupField } from "../../platform/config/cross-checks-sign-in.ts";
import type { Config } from "../../platform/config/load.ts";
import type { Mapping, SyncOptions } from "./settings.ts";

/** What the options of the deployment say about sync (spec idp-sync-and-scim §A1). */
export function syncOptions(config: Config): SyncOptions {
  return {
    organization: {
      field: config.oidcOrganizationField,
      mapping: withCanonicalIds(config.oidcOrganizationMapping),
      assignDefault: config.oidcOrganizationAssignDefault,
    },
    group: {
      field: groupField(config),
      mapping: {},
      regexFilter: config.oidcGroupRegexFilter,
      autoCreate: config.oidcGroupAutoCreate,
      legacyMapping: config.oidcGroupMapping,
    },
    siteRoles: {
      field: config.oidcUserRoleField,
      mapping: config.oidcUserRoleMapping,
      defaults: config.oidcUserRoleDefault,
    },
    keepOnMissingClaim: config.oidcKeepOnMissingClaim,
  };
}

/** Ids as the database writes them; what is no id names nothing. */
function withCanonicalIds(mapping: Mapping): Mapping {
  const canonical: Record<string, string[]> = Object.create(null);
  for (const [value, ids] of Object.entries(mapping)) {
    canonical[value] = ids.flatMap((id) => parseUuid(id) ?? []);
  }
  return canonical;
}
