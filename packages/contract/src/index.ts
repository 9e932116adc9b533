export { type Decoded, decodeBody, decodeValue } from "./decode.ts";
export {
  type AnswerOf,
  type AuditNote,
  type AuthMode,
  type Endpoint,
  endpoint,
  type InputOf,
  type Method,
  type ObjectSchema,
  type PathObjectName,
  type PathObjectsOf,
  type PermissionNote,
  pathObjectNames,
  type StreamedBody,
  type TextParams,
} from "./endpoint.ts";
export { type EndpointId, type Endpoints, endpoints } from "./endpoints.ts";
export {
  ApiError,
  type Envelope,
  type ErrorCode,
  type ErrorPage,
  errorCodes,
  fail,
  failField,
} from "./errors.ts";
export { isEmail, isNewUsername, isUsername } from "./formats.ts";
export { type JsonNode, type JsonObject, readJson } from "./json/read.ts";
export { writeJson } from "./json/write.ts";
export type { JsonSchema } from "./json-schema.ts";
export { zeroValue } from "./normalise.ts";
export { type OpenApiSettings, openApiDocument } from "./openapi.ts";
export type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiResponse,
} from "./openapi-document.ts";
export { errorCodesOf } from "./openapi-errors.ts";
export { decodeQuery, maxPageNumber, paginationFields } from "./query.ts";
export { responseFaults } from "./response.ts";
export type { Schema, Static } from "./schema.ts";
export { maxLimitMicros } from "./schemas/ai-budget.ts";
export {
  aiProviderTypes,
  maxTokens,
  type PricedProvider,
  type PriceSource,
  planModelPricesRequest,
  pricedProviders,
  priceSources,
} from "./schemas/ai-price.ts";
export { auditActions, auditResourceTypes, buildReasons } from "./schemas/audit.ts";
export { deploymentValues } from "./schemas/deployment-values.ts";
export { type FeatureName, featureNames } from "./schemas/entitlements.ts";
export { oidcLinkClaims } from "./schemas/federated-login.ts";
export { createUserRequest, loginTypes, userStatuses } from "./schemas/user.ts";
export {
  concreteThemes,
  displayModes,
  terminalFonts,
  themeModes,
} from "./schemas/user-settings.ts";
export {
  parseSearch,
  type Searched,
  type SearchFilter,
  type SearchKey,
  type SearchTable,
} from "./search.ts";
export type { SchemaData } from "./shape.ts";
export type { Validation } from "./validation.ts";
export { echo } from "./validation.ts";
export { nilUuid, parseBool, parseTime, parseUuid, zeroTime } from "./values.ts";
export type {
  AuthorizationRequest,
  BulkGroupMembersRequest,
  BulkMembersRequest,
  CreateGroupRequest,
  CreateTokenRequest,
  CreateUserRequest,
  CustomRoleRequest,
  ImportResult,
  LoginType,
  PreviewedChange,
  UpdateGroupRequest,
  UserStatus,
  WireApiKey,
  WireAppearance,
  WireAssignableRole,
  WireAuditEntry,
  WireBudgetOverride,
  WireBulkResult,
  WireCustomRole,
  WireDeploymentConfig,
  WireDeploymentStats,
  WireEntitlements,
  WireExplanation,
  WireGroup,
  WireGroupBudget,
  WireGroupSync,
  WireHealthReport,
  WireMember,
  WireMemberWithUser,
  WireModelPrice,
  WireOrganization,
  WireOrganizationSync,
  WirePreferences,
  WirePreview,
  WirePriceHistoryEntry,
  WireReducedUser,
  WireRole,
  WireRoleSync,
  WireSession,
  WireSshConfig,
  WireSshKey,
  WireSyncPreview,
  WireSyncPreviewSettings,
  WireToken,
  WireUsageSeries,
  WireUsageSummaryRow,
  WireUser,
  WireUserPermissions,
  WireWorkspaceSharing,
} from "./wire.ts";
