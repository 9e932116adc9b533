import type { Answer } from "@gatehouse/sdk";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** A token as lists give it. */
export type Token = Answer<"listTokens">[number];

/** Cache keys of tokens; `all` is invalidated when any token changed. */
export const tokenKeys = {
  all: ["tokens"] as const,
  own: ["tokens", "own"] as const,
  of: (user: string) => ["tokens", "of", user] as const,
  everybody: ["tokens", "everybody"] as const,
  config: (user: string) => ["tokens", "config", user] as const,
  scopes: ["tokens", "scopes"] as const,
};

/** The tokens of a user by id, expired ones too: the tabs of the page part them. */
export function tokensOfQuery(user: string) {
  return queryOptions({
    queryKey: user === "me" ? tokenKeys.own : tokenKeys.of(user),
    queryFn: ({ signal }) =>
      api.call("listTokens", { params: { user }, query: { include_expired: "true" } }, { signal }),
  });
}
