import { queryOptions } from "@tanstack/react-query";
import { userEntity } from "../../components/entity-picker/sources.ts";
import { api } from "../../lib/api.ts";
import { tokenKeys, tokensOfQuery } from "../../lib/tokens.ts";

/** One's own tokens, expired ones too. */
export const ownTokensQuery = tokensOfQuery("me");

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

/** A user by name, as the choice of a new token's owner. */
export function ownerQuery(username: string) {
  return queryOptions({
    queryKey: ["users", "one", username],
    queryFn: ({ signal }) => api.call("getUser", { params: { user: username } }, { signal }),
    select: userEntity,
  });
}
