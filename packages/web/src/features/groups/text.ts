import { reasons } from "../../lib/reasons.ts";
import type { Group } from "./queries.ts";

/** Whether a group is the one that holds every member. */
export function isEveryone({
  id,
  organization_id,
}: Pick<Group, "id" | "organization_id">): boolean {
  return id === organization_id;
}

/** Where a group comes from. */
export function sourceLabel(group: Pick<Group, "id" | "organization_id" | "source">): string {
  if (isEveryone(group)) return "built-in";
  return group.source === "oidc" ? "Identity provider" : "Gatehouse";
}

/** Why name, members and existence of a group cannot be changed; undefined when they can. */
export function fixedReason(
  group: Pick<Group, "id" | "organization_id">,
  organization: string,
  facts: { readonly may: boolean; readonly isManaged: boolean },
): string | undefined {
  if (isEveryone(group)) return `Everyone is every member of ${organization}.`;
  if (facts.isManaged) return reasons.providerGroup;
  return facts.may ? undefined : reasons.groupRead;
}
