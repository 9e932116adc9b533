import type { SharingMode } from "@gatehouse/rbac";

/** An organization as features pass it around: its row, never that of a deleted one. */
export interface OrganizationRow {
  id: string;
  name: string;
  display_name: string;
  description: string;
  icon: string;
  is_default: boolean;
  deleted: boolean;
  /** Whose workspaces may be shared in it. */
  shareable_workspace_owners: SharingMode;
  /** Roles that every member has without holding them; names of roles of this organization. */
  default_org_member_roles: string[];
  created_at: Date;
  updated_at: Date;
}
