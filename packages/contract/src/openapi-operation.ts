import type { Endpoint } from "./endpoint.ts";
import { type ErrorCode, errorCodes } from "./errors.ts";
import { type JsonSchema, toJsonSchema } from "./json-schema.ts";
import type { OpenApiContent, OpenApiOperation, OpenApiResponse } from "./openapi-document.ts";
import { errorsByStatus } from "./openapi-errors.ts";
import { parametersOf } from "./openapi-parameters.ts";
import { sessionSecurity } from "./openapi-security.ts";
import { envelope } from "./schemas/common.ts";

/** Bytes that a request body may have when its endpoint does not say otherwise (spec users §1.10). */
export const defaultBodyLimitBytes = 1_048_576;

/** The largest request body of an endpoint in bytes. */
export function bodyLimitOf(endpoint: Endpoint): number {
  return endpoint.bodyLimitBytes ?? defaultBodyLimitBytes;
}

/** One endpoint as an OpenAPI operation; named schemas go into `components`. */
export function operationOf(
  endpoint: Endpoint,
  components: Map<string, JsonSchema>,
): OpenApiOperation {
  const parameters = parametersOf(endpoint, components);
  const { audit, body, description, limiter } = endpoint;
  return {
    operationId: endpoint.id,
    tags: [...endpoint.tags],
    summary: endpoint.summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(body, components) }),
    responses: responses(endpoint, components),
    security: endpoint.auth === "public" ? [] : sessionSecurity(),
    "x-permission": endpoint.permissions.map(({ permission, refusal }) => ({
      permission,
      refusal,
    })),
    ...(audit === undefined ? {} : { "x-audit": { ...audit } }),
    ...(limiter === undefined ? {} : { "x-rate-limit": limiter }),
    ...(body === undefined ? {} : { "x-body-limit": bodyLimitOf(endpoint) }),
  };
}

function requestBody(
  body: NonNullable<Endpoint["body"]>,
  components: Map<string, JsonSchema>,
): NonNullable<OpenApiOperation["requestBody"]> {
  // An empty body is fine where nothing is required (spec users §1.3).
  const required = Object.values(body.fields).some((field) => field.required === true);
  const schema = toJsonSchema(body, { direction: "request", components });
  return { required, content: { "application/json": { schema } } };
}

function responses(
  endpoint: Endpoint,
  components: Map<string, JsonSchema>,
): Record<string, OpenApiResponse> {
  const failures = [...errorsByStatus(endpoint)].map(
    ([status, codes]) => [String(status), failure(codes, components)] as const,
  );
  return {
    ...successes(endpoint, components),
    ...Object.fromEntries(failures),
    default: {
      description: "Any other failure: the request never reached the endpoint.",
      content: envelopeContent(components),
    },
  };
}

/** The answers of success: a redirect may have a form for programs that do not follow it. */
function successes(
  endpoint: Endpoint,
  components: Map<string, JsonSchema>,
): Record<string, OpenApiResponse> {
  const { body, description, status } = endpoint.success;
  if (status !== 307) return { [String(status)]: success(endpoint, components) };
  const redirect = { description: description ?? "The browser is sent on." };
  if (body === undefined) return { 307: redirect };
  const schema = toJsonSchema(body, { direction: "response", components });
  const content = { "application/json": { schema } };
  return { 200: { description: body.description, content }, 307: redirect };
}

function success(endpoint: Endpoint, components: Map<string, JsonSchema>): OpenApiResponse {
  const { body, contentType, description, status, streams } = endpoint.success;
  const text = description ?? (body === undefined ? "Done; the body is empty." : body.description);
  if (streams !== undefined)
    return { description: text, content: streamContent(streams, components) };
  if (body === undefined && contentType === undefined) return { description: text };
  const schema =
    body === undefined
      ? { type: "string" }
      : toJsonSchema(body, { direction: "response", components });
  return {
    description: status === 201 && description === undefined ? `Created. ${text}` : text,
    content: { [contentType ?? "application/json"]: { schema } },
  };
}

function streamContent(
  streams: NonNullable<Endpoint["success"]["streams"]>,
  components: Map<string, JsonSchema>,
): OpenApiContent {
  return Object.fromEntries(
    Object.entries(streams).map(([type, body]) => [
      type,
      { schema: toJsonSchema(body, { direction: "response", components }) },
    ]),
  );
}

function failure(
  codes: readonly ErrorCode[],
  components: Map<string, JsonSchema>,
): OpenApiResponse {
  return {
    description: codes.map((code) => errorCodes[code][1]).join(" "),
    content: envelopeContent(components),
    "x-errors": [...codes],
  };
}

function envelopeContent(components: Map<string, JsonSchema>): OpenApiContent {
  const schema = toJsonSchema(envelope, { direction: "response", components });
  return { "application/json": { schema } };
}
