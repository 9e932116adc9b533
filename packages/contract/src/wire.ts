import type { Static } from "./schema.ts";
import type { budgetOverride, groupBudget } from "./schemas/ai-budget.ts";
import type { modelPrice, priceHistoryEntry } from "./schemas/ai-price.ts";
import type { usageSeries, usageSummaryRow } from "./schemas/ai-usage.ts";
import type { apiKey, createTokenRequest, sessionList, tokenList } from "./schemas/api-key.ts";
import type { auditEntry } from "./schemas/audit.ts";
import type { authorizationRequest, explanation, userPermissions } from "./schemas/authcheck.ts";
import type { deploymentConfig } from "./schemas/deployment.ts";
import type { entitlements } from "./schemas/entitlements.ts";
import type { deploymentStats, sshConfig } from "./schemas/general.ts";
import type {
  bulkGroupMembersRequest,
  bulkMembersRequest,
  bulkResult,
  createGroupRequest,
  group,
  reducedUser,
  updateGroupRequest,
} from "./schemas/group.ts";
import type { healthReport } from "./schemas/health.ts";
import type {
  groupSync,
  organizationSync,
  previewSyncResponse,
  roleSync,
  triedSyncSettings,
} from "./schemas/idp-sync.ts";
import type { organizationMember, organizationMemberWithUserData } from "./schemas/member.ts";
import type { organization, workspaceSharingSettings } from "./schemas/organization.ts";
import type { preview, previewRequest } from "./schemas/preview.ts";
import type { assignableRole, customRoleRequest, role } from "./schemas/role.ts";
import type {
  createUserRequest,
  gitSshKey,
  importUsersResponse,
  loginTypes,
  slimRole,
  user,
  userStatuses,
} from "./schemas/user.ts";
import type { userAppearance, userPreferences } from "./schemas/user-settings.ts";

/** State of an account. */
export type UserStatus = (typeof userStatuses)[number];

/** How a user or a key authenticates. */
export type LoginType = (typeof loginTypes)[number];

/** The User object of the wire. */
export type WireUser = Static<typeof user>;

/** A role's names on the wire. */
export type WireRole = Static<typeof slimRole>;

/** The budget of a group on the wire. */
export type WireGroupBudget = Static<typeof groupBudget>;

/** The budget of one user on the wire. */
export type WireBudgetOverride = Static<typeof budgetOverride>;

/** Costs day by day on the wire. */
export type WireUsageSeries = Static<typeof usageSeries>;

/** A row of a summary of AI usage on the wire. */
export type WireUsageSummaryRow = Static<typeof usageSummaryRow>;

/** A price of a model on the wire. */
export type WireModelPrice = Static<typeof modelPrice>;

/** A change of a price on the wire. */
export type WirePriceHistoryEntry = Static<typeof priceHistoryEntry>;

/** The Organization object of the wire. */
export type WireOrganization = Static<typeof organization>;

/** The GitSSHKey object of the wire. */
export type WireSshKey = Static<typeof gitSshKey>;

/** The decoded body of `POST /users`. */
export type CreateUserRequest = Static<typeof createUserRequest>;

/** What became of one entry of `POST /users/import`. */
export type ImportResult = Static<typeof importUsersResponse>["results"][number];

/** The appearance settings of the wire. */
export type WireAppearance = Static<typeof userAppearance>;

/** The preferences of the wire. */
export type WirePreferences = Static<typeof userPreferences>;

/** The answer of `GET /entitlements`. */
export type WireEntitlements = Static<typeof entitlements>;

/** The answer of `GET /deployment/stats`. */
export type WireDeploymentStats = Static<typeof deploymentStats>;

/** The health report of the wire. */
export type WireHealthReport = Static<typeof healthReport>;

/** The answer of `GET /deployment/config`. */
export type WireDeploymentConfig = Static<typeof deploymentConfig>;

/** The answer of `GET /deployment/ssh`. */
export type WireSshConfig = Static<typeof sshConfig>;

/** The APIKey object of the wire. */
export type WireApiKey = Static<typeof apiKey>;

/** A token of a list on the wire. */
export type WireToken = Static<typeof tokenList>[number];

/** A session on the wire. */
export type WireSession = Static<typeof sessionList>["sessions"][number];

/** The decoded body of `POST /users/{user}/keys/tokens`. */
export type CreateTokenRequest = Static<typeof createTokenRequest>;

/** The decoded body of `POST /authcheck`. */
export type AuthorizationRequest = Static<typeof authorizationRequest>;

/** Why a check has its result, on the wire. */
export type WireExplanation = Static<typeof explanation>;

/** The answer of `GET /users/{user}/permissions`. */
export type WireUserPermissions = Static<typeof userPermissions>;

/** A listed role of the wire. */
export type WireAssignableRole = Static<typeof assignableRole>;

/** One entry of the audit log on the wire. */
export type WireAuditEntry = Static<typeof auditEntry>;

/** The Group object of the wire. */
export type WireGroup = Static<typeof group>;

/** A member of a group on the wire. */
export type WireReducedUser = Static<typeof reducedUser>;

/** The decoded body of `POST /organizations/{organization}/groups`. */
export type CreateGroupRequest = Static<typeof createGroupRequest>;

/** The decoded body of `PATCH /groups/{group}`. */
export type UpdateGroupRequest = Static<typeof updateGroupRequest>;

/** The decoded body of `POST /groups/{group}/members/bulk`. */
export type BulkGroupMembersRequest = Static<typeof bulkGroupMembersRequest>;

/** What came of a bulk change on the wire. */
export type WireBulkResult = Static<typeof bulkResult>;

/** The OrganizationMember object of the wire. */
export type WireMember = Static<typeof organizationMember>;

/** The OrganizationMemberWithUserData object of the wire. */
export type WireMemberWithUser = Static<typeof organizationMemberWithUserData>;

/** The decoded body of `POST` and `PUT …/members/roles`. */
export type CustomRoleRequest = Static<typeof customRoleRequest>;

/** A role with its contents on the wire. */
export type WireCustomRole = Static<typeof role>;

/** Who may share workspaces, on the wire. */
export type WireWorkspaceSharing = Static<typeof workspaceSharingSettings>;

/** Settings of organization sync on the wire. */
export type WireOrganizationSync = Static<typeof organizationSync>;

/** Settings of group sync on the wire. */
export type WireGroupSync = Static<typeof groupSync>;

/** Settings of role sync on the wire. */
export type WireRoleSync = Static<typeof roleSync>;

/** The answer of `POST /settings/idpsync/preview`. */
export type WireSyncPreview = Static<typeof previewSyncResponse>;

/** Settings of identity sync that are tried before they are saved. */
export type WireSyncPreviewSettings = Static<typeof triedSyncSettings>;

/** The decoded change of `POST /authcheck/preview`. */
export type PreviewedChange = Static<typeof previewRequest>["change"];

/** The answer of `POST /authcheck/preview`. */
export type WirePreview = Static<typeof preview>;

/** The decoded body of `POST /organizations/{organization}/members/bulk`. */
export type BulkMembersRequest = Static<typeof bulkMembersRequest>;
