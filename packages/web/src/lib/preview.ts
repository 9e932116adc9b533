import type { Answer, Input, Request } from "@gatehouse/sdk";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./api.ts";
import { problemOf, statusOf } from "./problem.ts";

/** What would be changed; one kind at a time (spec authorization §3.15). */
export type PreviewedChange = Input<
  Exclude<Request<"previewAuthorization">["body"], undefined>
>["change"];

/** Who would gain and lose what. */
export type Preview = Answer<"previewAuthorization">;

/** What a change would do to everybody's permissions. Nothing is written; the refusals are those of the change. */
export function previewQuery(change: PreviewedChange) {
  return queryOptions({
    queryKey: ["preview", change],
    queryFn: ({ signal }) => api.call("previewAuthorization", { body: { change } }, { signal }),
    // Holders and memberships change at any time: an old answer would be a wrong one.
    staleTime: 0,
    gcTime: 60_000,
    retry: false,
  });
}

/**
 * Why the server would refuse a change; undefined while it would not, or is not known to. Asked with what is held
 * already, it tells whether anything may be changed at all: what follows the identity provider may not.
 */
export function useRefusal(change: PreviewedChange, enabled: boolean): string | undefined {
  const { error } = useQuery({ ...previewQuery(change), enabled });
  return statusOf(error) === 400 ? problemOf(error).message : undefined;
}
