export { type Decoded, decodeBody } from "./decode.ts";
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
  type TextParams,
} from "./endpoint.ts";
export { type EndpointId, type Endpoints, endpoints } from "./endpoints.ts";
export { ApiError, type Envelope, type ErrorCode, errorCodes, fail, failField } from "./errors.ts";
export { isNewUsername, isUsername } from "./formats.ts";
export { writeJson } from "./json/write.ts";
export { decodeQuery } from "./query.ts";
export type { Schema, Static } from "./schema.ts";
export type { SchemaData } from "./shape.ts";
export type { Validation } from "./validation.ts";
export { parseUuid, zeroTime } from "./values.ts";
export type {
  CreateUserRequest,
  LoginType,
  UserStatus,
  WireAppearance,
  WireOrganization,
  WirePreferences,
  WireRole,
  WireSshKey,
  WireUser,
} from "./wire.ts";
