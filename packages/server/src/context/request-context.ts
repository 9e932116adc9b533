import { ApiError, type ErrorCode, fail } from "@gatehouse/contract";
import {
  type Action,
  decide,
  type RbacObject,
  type ResourceType,
  type RowFilter,
  rowFilter,
} from "@gatehouse/rbac";
import type { Actor } from "./actor.ts";

/** A cookie that an answer sets or, without a value, deletes; HttpOnly, for the whole site. */
export interface CookieEffect {
  /** Without the prefix of host-prefix mode. */
  readonly name: string;
  readonly value: string | null;
  readonly maxAgeSeconds?: number;
  /** Default: as the session cookie. */
  readonly sameSite?: "lax";
}

/** What the handler of an endpoint for browsers may know of the request (contract `browser`). */
export interface BrowserInput {
  /** The cookies that the endpoint names, as far as they came, each with one value only. */
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** The `Host` header, lower case; attacker-controlled. */
  readonly host: string;
}

/** What a handler asks the adapter to do besides the body it returns. */
export interface Effects {
  /** A token to set as session cookie, or `clear` to remove the cookie. */
  sessionCookie?: string;
  clearSessionCookie?: true;
  headers?: Record<string, string>;
  /** Overrides the success status of the contract (204 or 304 for "nothing changed"). */
  status?: number;
  /** Name the state of the JSON body in an `ETag`, and answer 304 to who has it already. */
  tagged?: true;
  /** Set or deleted with the answer, whether it succeeds or fails. */
  cookies?: CookieEffect[];
  /** Sends the browser there with the success status (307) in place of a body. */
  redirect?: string;
  /** A failure stays JSON although a browser asks: its page reads it in the background. */
  failAsJson?: true;
  /** Plain text to answer instead of the JSON body. */
  text?: string;
}

/** The object a mutating request is about; failures after it is known are audited with it. */
export interface AuditTarget {
  resourceType: string;
  action: string;
  resourceId: string;
  resourceTarget: string;
  organizationId?: string;
  /** The acting user where the request itself has none (a failed login of a known user). */
  userId?: string;
  additionalFields?: Record<string, unknown>;
}

/** What every handler receives beside its input. */
export interface RequestContext {
  readonly requestId: string;
  readonly now: Date;
  readonly ip: string;
  readonly userAgent: string;
  /** The media types that the client wants, as it says; empty where it does not. */
  readonly accept: string;
  /** Null only on public endpoints without a valid credential. */
  readonly actor: Actor | null;
  /** The caller's own credential; only for calls to this deployment on his behalf. Never log it. */
  readonly token: string | null;
  readonly effects: Effects;
  /** What was decided and recorded so far; the adapter checks it before it answers. */
  readonly trail: Trail;
  /** Set on endpoints for browsers only. */
  readonly browser: BrowserInput | null;
  /** The status that a success of this endpoint answers with. */
  readonly successStatus: number;
}

/** The record that proves that a decision was made and that a write was audited. */
export interface Trail {
  decided: boolean;
  auditTarget: AuditTarget | null;
  /** Set by a success that changed nothing, which leaves no entry. */
  unchanged: boolean;
  /** Entries that this request's transactions committed. */
  readonly audited: AuditRecord[];
}

/** An audit entry as the trail holds it: opaque here, made and logged by the audit feature. */
export type AuditRecord = Readonly<Record<string, unknown>>;

/** A fresh trail for one request. */
export function newTrail(): Trail {
  return { decided: false, auditTarget: null, unchanged: false, audited: [] };
}

/** The actor of an authenticated request; 401 where there is none. */
export function requireActor(ctx: RequestContext): Actor {
  return ctx.actor ?? fail("unauthenticated");
}

/** Decides and records the decision; never throws for a refusal. */
export function can(ctx: RequestContext, action: Action, object: RbacObject): boolean {
  ctx.trail.decided = true;
  return ctx.actor !== null && decide(ctx.actor.subject, action, object);
}

/** Decides; a refusal ends the request with `refusal` (default: the constant 404). */
export function authorize(
  ctx: RequestContext,
  action: Action,
  object: RbacObject,
  refusal: ErrorCode = "not_found",
): void {
  if (!can(ctx, action, object)) throw new ApiError(refusal);
}

/** The filter for a list of `type` that the actor may see with `action`; counts as the decision. */
export function listFilter(ctx: RequestContext, action: Action, type: ResourceType): RowFilter {
  ctx.trail.decided = true;
  return ctx.actor === null ? { kind: "none" } : rowFilter(ctx.actor.subject, action, type);
}

/** Records a decision that is not a permission: "only about oneself", or "everybody who is signed in". */
export function allowSelfOnly(ctx: RequestContext, userId: string, refusal: ErrorCode): void {
  ctx.trail.decided = true;
  if (ctx.actor?.user.id !== userId) throw new ApiError(refusal);
}

/** Records that the endpoint is for every authenticated caller. */
export function allowAuthenticated(ctx: RequestContext): Actor {
  ctx.trail.decided = true;
  return requireActor(ctx);
}

/** Names the object of a mutating request, so that a refusal from here on is audited. */
export function auditTarget(ctx: RequestContext, target: AuditTarget): void {
  ctx.trail.auditTarget = target;
}

/** Records that this request succeeded without a change, so that there is nothing to audit. */
export function nothingChanged(ctx: RequestContext): void {
  ctx.trail.unchanged = true;
}
