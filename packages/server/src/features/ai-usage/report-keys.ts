import type { UsageGrouping } from "./report-store.ts";

/** The keys of a group of usage as fields of the wire. */
export function presentKeys(
  { k1, k2, name }: { k1: string; k2: string; name: string },
  groupBy: UsageGrouping,
) {
  const known = k1 === "" ? null : k1;
  switch (groupBy) {
    case "user":
      return { user_id: k1, username: name };
    case "group":
      return { group_id: known, group_name: name };
    case "model":
      return { provider: known, model: k2 };
    case "provider":
      return { provider: known, provider_name: k2 };
    case "day":
      return { day: k1 };
  }
}
