import type { ErrorCode } from "./errors.ts";
import type { Schema, Static } from "./schema.ts";

/** A schema made by `object`: what queries and bodies are. */
export type ObjectSchema = Schema & { readonly kind: "object" };

/** Request methods of the API. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Objects that a path parameter of the same name is resolved to, under the caller's own read permission; in
 * this order, since a member is looked for in his organization.
 */
export const pathObjectNames = ["organization", "user", "group"] as const;

/** The name of a path parameter that is resolved to an object before the handler runs. */
export type PathObjectName = (typeof pathObjectNames)[number];

/**
 * Who may call an endpoint.
 * `public`: nobody needs to be signed in (a credential is still read, for the rate limiter).
 * `required`: a valid credential of an active user.
 */
export type AuthMode = "public" | "required";

/** The permission an endpoint decides on, for documentation and for the generated tests. */
export interface PermissionNote {
  /** `resource:action`, or `self` for "only about oneself", or `own row` rules told in the description. */
  permission: string;
  /** What a caller without it receives: the status, or `filtered` for lists that leave rows out. */
  refusal: 400 | 401 | 403 | 404 | "filtered";
}

/** Which write an endpoint records (spec users §10, deployment §8.5). */
export interface AuditNote {
  resource: string;
  action:
    | "create"
    | "write"
    | "delete"
    | "login"
    | "logout"
    | "register"
    | "open"
    | "request_password_reset";
}

/** What a handler gives where a success is sent piece by piece. */
export interface StreamedBody {
  /** One of the media types that the endpoint streams. */
  contentType: string;
  /** Name under which a browser saves it; absent: it is shown, not saved. */
  fileName?: string;
  /** Bytes of the whole body, where they are known beforehand. */
  lengthBytes?: number;
  headers?: Readonly<Record<string, string>>;
  /**
   * The body. A failure before the first piece is answered like any other; a later one breaks the connection,
   * so that nobody takes a part for the whole. Closed early when the client goes away.
   */
  pieces: AsyncIterable<string>;
}

/** What a success answers with. */
export interface Success<R extends Schema | undefined> {
  /** 307: the browser is sent on; where that is not wanted, the body comes with 200 instead. */
  status: 200 | 201 | 204 | 307;
  /** Absent: an empty body. */
  body?: R;
  /** By media type, what is streamed; `body` is then `streamed`. */
  streams?: Readonly<Record<string, Schema>>;
  /** For answers that are not JSON. */
  contentType?: string;
  description?: string;
}

/** One endpoint as data: everything that is generated or checked starts here. */
export interface Endpoint<
  Query extends ObjectSchema | undefined = ObjectSchema | undefined,
  Body extends ObjectSchema | undefined = ObjectSchema | undefined,
  Answer extends Schema | undefined = Schema | undefined,
  Path extends string = string,
> {
  /** Unique, camelCase; the SDK's method and the OpenAPI operation id. */
  id: string;
  method: Method;
  /** With `{name}` for parameters; those of `pathObjectNames` are resolved to objects. */
  path: Path;
  tags: readonly string[];
  summary: string;
  description?: string;
  auth: AuthMode;
  permissions: readonly PermissionNote[];
  query?: Query;
  /** Whether a query parameter that the endpoint does not have is a 400 instead of being ignored. */
  strictQuery?: true;
  body?: Body;
  /** Whether an empty body stands for `{}`; otherwise an endpoint with a body answers it with 400. */
  bodyOptional?: true;
  /** Default 1 MiB. */
  bodyLimitBytes?: number;
  success: Success<Answer>;
  /** Failures beyond those that every endpoint has (401, 404 of path objects, 400, 413, 429, 500). */
  errors?: readonly ErrorCode[];
  audit?: AuditNote;
  /** The handler itself refuses a system user as `{user}`; elsewhere changes answer 404 (spec authorization §3.2). */
  reachesSystemUsers?: true;
  /**
   * Browsers come here by a link or a redirect: the handler may read these cookies, and people get failures as a
   * page (spec federated-login §3.4). Names without the prefix of host-prefix mode.
   */
  browser?: { readonly cookies: readonly string[] };
  /**
   * `{user}` is a member of `{organization}`: found whatever the caller may know of users, and 404 unless the
   * membership exists and the caller may read it (spec organizations §1.2).
   */
  userIsMember?: true;
  /** `login`: 60 a minute, in addition to the API limit (spec users §2.6). */
  limiter?: "login";
}

/** The `body` of a success that streams: the handler returns a `StreamedBody` instead of a wire object. */
export const streamed: Schema<StreamedBody> = { kind: "json", description: "Sent piece by piece." };

type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

/** The text parameters of a path: those that are not resolved to objects. */
export type TextParams<Path extends string> = {
  [Name in Exclude<ParameterNames<Path>, PathObjectName>]: string;
};

/** The path objects of a path. */
export type PathObjectsOf<Path extends string> = Extract<ParameterNames<Path>, PathObjectName>;

/** What decoding yields for a schema; an endpoint without one yields an empty object. */
export type InputOf<S extends ObjectSchema | undefined> = S extends ObjectSchema
  ? Static<S>
  : Record<never, never>;

/** What a handler of the endpoint returns: the wire object, or nothing for an empty body. */
export type AnswerOf<S extends Schema | undefined> = S extends Schema ? Static<S> : undefined;

/** Declares an endpoint; the literal types of path and schemas are kept for the handler's types. */
export function endpoint<
  const Path extends string,
  Query extends ObjectSchema | undefined = undefined,
  Body extends ObjectSchema | undefined = undefined,
  Answer extends Schema | undefined = undefined,
>(definition: Endpoint<Query, Body, Answer, Path>): Endpoint<Query, Body, Answer, Path> {
  return definition;
}
