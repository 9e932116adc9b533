import type { EndpointId, Endpoints, SchemaData, Static } from "@gatehouse/contract";

/**
 * A value as this client gives it: like the contract's type, but an integer of 64 bits is a number where a number
 * holds it exactly, else a bigint. `BigInt(value)` covers both.
 */
export type Wire<T> = T extends bigint
  ? number | bigint
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

/** A request value: what is left out stands for its zero value, as everywhere in the API. */
export type Input<T> = T extends bigint
  ? number | bigint
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Input<Item>[]
      : T extends object
        ? { readonly [K in keyof T]?: Input<T[K]> | undefined }
        : T;

type SchemaOf<T> = [Exclude<T, undefined>] extends [SchemaData]
  ? Static<Exclude<T, undefined>>
  : never;

type QueryOf<E> = E extends { query?: infer Q } ? SchemaOf<Q> : never;
type BodyOf<E> = E extends { body?: infer B } ? SchemaOf<B> : never;
type AnswerOf<E> = E extends { success: { body?: infer A } } ? SchemaOf<A> : never;

type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type ParamsOf<E> = E extends { path: infer P extends string } ? ParameterNames<P> : never;

type Part<Name extends string, T> = [T] extends [never] ? unknown : { readonly [K in Name]?: T };

/** What a call of an endpoint sends: path parameters as plain text, query and body. */
export type Request<Id extends EndpointId> = ([ParamsOf<Endpoints[Id]>] extends [never]
  ? unknown
  : { readonly params: { readonly [Name in ParamsOf<Endpoints[Id]>]: string } }) &
  Part<"query", Input<QueryOf<Endpoints[Id]>>> &
  Part<"body", Input<BodyOf<Endpoints[Id]>>>;

/** What an endpoint answers; undefined where it answers nothing. */
export type Answer<Id extends EndpointId> = [AnswerOf<Endpoints[Id]>] extends [never]
  ? undefined
  : Wire<AnswerOf<Endpoints[Id]>>;
