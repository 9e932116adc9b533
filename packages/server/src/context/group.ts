/** Who a group's name and members are managed by. */
export type GroupManager = "none" | "oidc" | "scim";

/** A group as features pass it around: its row and the names of its organization, which is not deleted. */
export interface GroupRow {
  /** Equal to `organization_id` for the group Everyone. */
  id: string;
  name: string;
  display_name: string;
  organization_id: string;
  organization_name: string;
  organization_display_name: string;
  avatar_url: string;
  /** Credits, 0 to 2147483647. */
  quota_allowance: number;
  /** `oidc`: made by group sync. */
  source: "user" | "oidc";
  managed_by: GroupManager;
  created_at: Date;
  updated_at: Date;
}
