import type {
  AnswerOf,
  EndpointId,
  Endpoints,
  InputOf,
  PathObjectsOf,
  TextParams,
} from "@gatehouse/contract";
import type { UserRow } from "./actor.ts";
import type { Deps } from "./deps.ts";
import type { GroupRow } from "./group.ts";
import type { OrganizationRow } from "./organization.ts";
import type { RequestContext } from "./request-context.ts";

/** The objects that path parameters resolve to, by parameter name. */
export interface PathObjects {
  user: UserRow;
  organization: OrganizationRow;
  group: GroupRow;
}

type QueryOf<E> = E extends { query?: infer Q } ? Exclude<Q, undefined> : never;
type BodyOf<E> = E extends { body?: infer B } ? Exclude<B, undefined> : never;
type AnswerSchemaOf<E> = E extends { success: { body?: infer R } } ? Exclude<R, undefined> : never;
type PathOf<E> = E extends { path: infer P extends string } ? P : never;

type Given<S> = [S] extends [never] ? undefined : S;

/** What a handler receives: path objects by name, the other path parameters, query and body. */
export type HandlerInput<Id extends EndpointId> = Pick<
  PathObjects,
  PathObjectsOf<PathOf<Endpoints[Id]>>
> & {
  params: TextParams<PathOf<Endpoints[Id]>>;
  query: InputOf<Given<QueryOf<Endpoints[Id]>>>;
  body: InputOf<Given<BodyOf<Endpoints[Id]>>>;
};

type WholeAnswer<Id extends EndpointId> = AnswerOf<Given<AnswerSchemaOf<Endpoints[Id]>>>;

/**
 * What a handler returns: the wire object of the endpoint's success, or nothing for an empty body. A list that
 * may be too long to hold is given in batches of its elements, which are sent as they come.
 */
export type HandlerAnswer<Id extends EndpointId> =
  | WholeAnswer<Id>
  | (WholeAnswer<Id> extends readonly (infer Element)[] ? AsyncIterable<Element[]> : never);

/**
 * One endpoint's work: context and decoded input in, wire object out. It cannot see request, reply,
 * headers or cookies.
 */
export type Handler<Id extends EndpointId> = (
  deps: Deps,
  ctx: RequestContext,
  input: HandlerInput<Id>,
) => Promise<HandlerAnswer<Id>>;

/** The part of the input that is known before the body is read. */
export type PathInput<Id extends EndpointId> = Omit<HandlerInput<Id>, "query" | "body">;

/**
 * A handler with decisions that come before the body is looked at (spec users §1.6: a caller without
 * the right learns nothing about what would be wrong with his body).
 */
export interface GuardedHandler<Id extends EndpointId> {
  guard: (deps: Deps, ctx: RequestContext, input: PathInput<Id>) => Promise<void> | void;
  handle: Handler<Id>;
}

/** A handler for every endpoint of the contract, no more and no less. */
export type Handlers = { readonly [Id in EndpointId]: Handler<Id> | GuardedHandler<Id> };
