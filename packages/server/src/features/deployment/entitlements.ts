import { type FeatureName, featureNames, type WireEntitlements } from "@gatehouse/contract";
import type { CoreDeps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import type { EntitlementSet } from "../../context/services.ts";
import type { Db } from "../../db/types.ts";
import type { Config } from "../../platform/config/load.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { countUsersAndSeats } from "./store.ts";

type Entitlements = WireEntitlements;
type Feature = Entitlements["features"][FeatureName];

/** Features that are counted; without a licence there is no limit. */
type Counts = Readonly<Partial<Record<FeatureName, number>>>;

/** Features that are on only when they are configured; all others are always on (licensing §1). */
function configured(name: FeatureName, config: Config): boolean {
  if (name === "scim") return config.scimAuthHeader !== "";
  if (name === "browser_only") return config.browserOnly;
  if (name === "external_token_encryption") return config.externalTokenEncryptionKeys.length > 0;
  return true;
}

function openMode(config: Config, counts: Counts, refreshedAt: string): Entitlements {
  const entries = featureNames.map((name): [FeatureName, Feature] => {
    const actual = counts[name];
    const counted = actual === undefined ? {} : { actual };
    return [name, { entitlement: "entitled", enabled: configured(name, config), ...counted }];
  });
  return {
    features: Object.fromEntries(entries) as Entitlements["features"],
    warnings: [],
    errors: [],
    has_license: true,
    trial: false,
    require_telemetry: false,
    refreshed_at: refreshedAt,
  };
}

/** Creates the set: open mode, everything entitled; before the first refresh without counts. */
export function createEntitlements(
  deps: Pick<CoreDeps, "db" | "config" | "clock">,
): EntitlementSet {
  let current = openMode(deps.config, {}, "0001-01-01T00:00:00Z");
  return {
    current: () => current,
    async refresh() {
      const counts = await readCounts(deps.db);
      current = openMode(deps.config, counts, wireTime(deps.clock.now()));
    },
  };
}

async function readCounts(db: Db): Promise<Counts> {
  const { users, seats } = await countUsersAndSeats(db);
  return { user_limit: users, ai_governance_user_limit: seats };
}

/** `GET /entitlements`: strangers see neither counts nor warnings (licensing §4.0). */
export const getEntitlements: Handler<"getEntitlements"> = async (deps, ctx) => {
  const current = deps.entitlements.current();
  return ctx.actor === null ? withoutNumbers(current) : current;
};

function withoutNumbers(current: Entitlements): Entitlements {
  const entries = featureNames.map((name): [FeatureName, Feature] => {
    const { entitlement, enabled } = current.features[name];
    return [name, { entitlement, enabled }];
  });
  return {
    ...current,
    features: Object.fromEntries(entries) as Entitlements["features"],
    warnings: [],
    errors: [],
  };
}
