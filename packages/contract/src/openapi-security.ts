import type { OpenApiSecurityScheme } from "./openapi-document.ts";

/**
 * The ways to send a session token or an API key, in the order of preference for programs (spec users §2.1).
 *
 * The cookie wins over the others when several are sent, and needs the CSRF header on changes (spec users §2.5).
 */
export const securitySchemes = {
  CoderSessionToken: {
    type: "apiKey",
    in: "header",
    name: "Coder-Session-Token",
    description: "A session token or an API key in the header that command lines and SDKs send.",
  },
  Bearer: {
    type: "http",
    scheme: "bearer",
    description: "The same token as `Authorization: Bearer <token>`, for clients of OAuth 2.0.",
  },
  SessionCookie: {
    type: "apiKey",
    in: "cookie",
    name: "coder_session_token",
    description: "The cookie of the console. Changes need the `X-CSRF-TOKEN` header with it.",
  },
  SessionQuery: {
    type: "apiKey",
    in: "query",
    name: "coder_session_token",
    description: "For clients that cannot set headers. Prefer a header: URLs end up in logs.",
  },
} as const satisfies Record<string, OpenApiSecurityScheme>;

/** Any one of the ways, as the `security` of an operation. */
export function sessionSecurity(): Record<string, string[]>[] {
  return Object.keys(securitySchemes).map((name) => ({ [name]: [] }));
}
