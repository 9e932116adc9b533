import { endReservations, tellThresholds, watchBlockedUsers } from "./features/ai-budgets/jobs.ts";
import { takeOverDuePrices } from "./features/ai-prices/jobs.ts";
import { purgeUsage } from "./features/ai-usage/jobs.ts";
import { purgeAuditLog } from "./features/audit/jobs.ts";
import {
  reencryptLinks,
  repairLinksAtStart,
  rotateSigningKeys,
} from "./features/federated-login/jobs.ts";
import { foldMembershipCounts } from "./features/members/jobs.ts";
import { sendPasscodes } from "./features/notifications/index.ts";
import { purgeMessages } from "./features/notifications/jobs.ts";
import { closeLoginWindows, purgeExpiredKeys } from "./features/sessions/jobs.ts";
import { reencryptSshKeys } from "./features/ssh-keys/jobs.ts";
import { markDormantUsers } from "./features/users/jobs.ts";
import type { Job, LocalJob } from "./jobs.ts";
import type { Config } from "./platform/config/load.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** All periodic work of the product. */
export function scheduleOf(config: Pick<Config, "notificationsFetchIntervalMs">): readonly Job[] {
  const fetchMs = config.notificationsFetchIntervalMs;
  return [
    { name: "users-dormancy", everyMs: 15 * minute, leaseSeconds: 600, run: markDormantUsers },
    { name: "login-windows", everyMs: minute, leaseSeconds: 60, run: closeLoginWindows },
    { name: "api-keys-purge", everyMs: 10 * minute, leaseSeconds: 300, run: purgeExpiredKeys },
    { name: "membership-counts", everyMs: minute, leaseSeconds: 60, run: foldMembershipCounts },
    { name: "audit-purge", everyMs: 10 * minute, leaseSeconds: 600, run: purgeAuditLog },
    { name: "messages-purge", everyMs: 60 * minute, leaseSeconds: 600, run: purgeMessages },
    {
      name: "update-check",
      everyMs: 24 * hour,
      leaseSeconds: 60,
      atStart: true,
      run: (deps) => deps.updates.check(),
    },
    { name: "ai-reservations", everyMs: minute, leaseSeconds: 60, run: endReservations },
    { name: "ai-thresholds", everyMs: fetchMs, leaseSeconds: 120, run: tellThresholds },
    { name: "ai-usage-purge", everyMs: 60 * minute, leaseSeconds: 600, run: purgeUsage },
    { name: "ai-prices-due", everyMs: minute, leaseSeconds: 60, run: takeOverDuePrices },
    {
      name: "links-reencrypt",
      everyMs: hour,
      leaseSeconds: 900,
      atStart: true,
      run: reencryptLinks,
    },
    {
      name: "ssh-keys-reencrypt",
      everyMs: hour,
      leaseSeconds: 900,
      atStart: true,
      run: reencryptSshKeys,
    },
    {
      name: "links-repair",
      everyMs: 24 * hour,
      leaseSeconds: 60,
      atStart: true,
      run: repairLinksAtStart,
    },
    { name: "signing-keys", everyMs: hour, leaseSeconds: 60, run: rotateSigningKeys },
    { name: "passcode-mails", everyMs: fetchMs, leaseSeconds: 120, run: sendPasscodes },
  ];
}

/** What every replica does for itself, at start and then periodically. */
export const localSchedule: readonly LocalJob[] = [
  { name: "ai-blocked-users", everyMs: 5 * minute, run: watchBlockedUsers },
  { name: "stats", everyMs: minute, run: async (deps) => deps.stats.collect() },
  { name: "entitlements", everyMs: minute, run: (deps) => deps.entitlements.refresh() },
  {
    // Cheap while nothing is due: the provider's own pauses decide.
    name: "identity-provider",
    everyMs: second,
    run: async (deps) => deps.signIn.oidc?.keepReady(),
  },
  { name: "updates", everyMs: 10 * minute, run: (deps) => deps.updates.reload() },
];
