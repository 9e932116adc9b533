import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** A token as lists give it. */
export type Token = Answer<"listTokens">[number];

/** Cache keys of tokens; `all` is invalidated when any token changed. */
export const tokenKeys = {
  all: ["tokens"] as const,
  own: ["tokens", "own"] as const,
  everybody: ["tokens", "everybody"] as const,
  config: (user: string) => ["tokens", "config", user] as const,
  scopes: ["tokens", "scopes"] as const,
};

/** One's own tokens, expired ones too: the tabs of the page part them. */
export const ownTokensQuery = queryOptions({
  queryKey: tokenKeys.own,
  queryFn: ({ signal }) =>
    api.call(
      "listTokens",
      { params: { user: "me" }, query: { include_expired: "true" } },
      { signal },
    ),
});

/** The tokens of everybody that whoever is signed in may see, in one call. */
export const everybodysTokensQuery = queryOptions({
  queryKey: tokenKeys.everybody,
  queryFn: ({ signal }) =>
    api.call(
      "listTokens",
      { params: { user: "me" }, query: { include_all: "true", include_expired: "true" } },
      { signal },
    ),
});

/** The longest lifetime of a token of a user; it depends on the roles of that user. */
export function tokenConfigQuery(user: string) {
  return queryOptions({
    queryKey: tokenKeys.config(user),
    queryFn: ({ signal }) => api.call("getTokenConfig", { params: { user } }, { signal }),
    staleTime: 5 * 60_000,
  });
}

/** The scopes that may be asked for. */
export const scopesQuery = queryOptions({
  queryKey: tokenKeys.scopes,
  queryFn: ({ signal }) => api.call("listScopes", {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
