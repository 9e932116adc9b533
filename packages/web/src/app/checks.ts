import { accountChecks } from "../features/account/permissions.ts";
import { auditChecks } from "../features/audit/permissions.ts";
import { budgetsChecks, siteBudgetsChecks, spendChecks } from "../features/budgets/permissions.ts";
import { deploymentChecks } from "../features/deployment/permissions.ts";
import { groupsChecks, groupsSiteChecks } from "../features/groups/permissions.ts";
import { homeChecks } from "../features/home/permissions.ts";
import { organizationSyncChecks, siteSyncChecks } from "../features/idp-sync/permissions.ts";
import { importChecks } from "../features/import/permissions.ts";
import { membersChecks, membersSiteChecks } from "../features/members/permissions.ts";
import {
  organizationSettingsChecks,
  organizationsChecks,
} from "../features/organizations/permissions.ts";
import { pricesChecks } from "../features/prices/permissions.ts";
import { rolesChecks } from "../features/roles/permissions.ts";
import { tokensChecks } from "../features/tokens/permissions.ts";
import { usersChecks } from "../features/users/permissions.ts";
import type { Checks } from "../lib/permissions.ts";
import { organizationNavigationChecks, siteNavigationChecks } from "./shell/navigation.ts";

/** Every check of the deployment, one call for all (at most 500, spec authorization §3.10). */
export const siteChecks: Checks = {
  ...siteNavigationChecks,
  ...homeChecks,
  ...accountChecks,
  ...usersChecks,
  ...importChecks,
  ...auditChecks,
  ...deploymentChecks,
  ...pricesChecks,
  ...siteBudgetsChecks,
  ...spendChecks,
  ...siteSyncChecks,
  ...tokensChecks,
  ...organizationsChecks,
  ...membersSiteChecks,
  ...groupsSiteChecks,
};

/** Every check within an organization. */
export const organizationChecks: Checks = {
  ...organizationNavigationChecks,
  ...organizationSettingsChecks,
  ...membersChecks,
  ...rolesChecks,
  ...groupsChecks,
  ...budgetsChecks,
  ...organizationSyncChecks,
};
