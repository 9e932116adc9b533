import type { AuditNote, PermissionNote } from "./endpoint.ts";
import type { ErrorCode } from "./errors.ts";
import type { JsonSchema } from "./json-schema.ts";

/** The part of OpenAPI 3.1 that this product publishes; every member is plain data for `writeJson`. */
export interface OpenApiDocument {
  openapi: "3.1.0";
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string; description: string }[];
  tags: { name: string; description?: string }[];
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, OpenApiSecurityScheme>;
  };
}

/** One operation. The members with `x-` are ours; readers that do not know them skip them. */
export interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: OpenApiParameter[];
  requestBody?: { required: boolean; content: OpenApiContent };
  /** By status; `default` stands for failures below the API (time-outs, oversized headers). */
  responses: Record<string, OpenApiResponse>;
  /** Alternatives; empty when nobody needs to be signed in. */
  security: Record<string, string[]>[];
  /** The permissions that are decided on, and what a caller without them receives. */
  "x-permission": PermissionNote[];
  /** The audit entry that a success leaves. */
  "x-audit"?: AuditNote;
  /** The limiter that counts in addition to the one of the whole API. */
  "x-rate-limit"?: string;
  /** The largest body in bytes. */
  "x-body-limit"?: number;
}

/** A path or query parameter. */
export interface OpenApiParameter {
  name: string;
  in: "path" | "query";
  required: boolean;
  description: string;
  schema: JsonSchema;
  style?: "form";
  explode?: boolean;
}

/** Schemas by media type. */
export type OpenApiContent = Record<string, { schema: JsonSchema }>;

/** One answer; `x-errors` lists the codes that end in its status. */
export interface OpenApiResponse {
  description: string;
  content?: OpenApiContent;
  "x-errors"?: ErrorCode[];
}

/** A way to send a credential. */
export type OpenApiSecurityScheme =
  | { type: "apiKey"; in: "header" | "cookie" | "query"; name: string; description: string }
  | { type: "http"; scheme: "bearer"; description: string };
