import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "./api.ts";

/** One question about the person who is signed in. `owner_id: "me"` asks about what is theirs. */
export interface Check {
  readonly action: string;
  readonly object: {
    readonly resource_type: string;
    readonly owner_id?: string;
    readonly any_org?: true;
  };
}

/** Questions by name: `users.create`. A feature states its own in `permissions.ts`. */
export type Checks = Readonly<Record<string, Check>>;

/** Answers by name. */
export type Verdicts = Readonly<Record<string, boolean>>;

/** Cache keys of permissions; `all` is invalidated by changes of roles and by unforeseen refusals. */
export const permissionKeys = {
  all: ["permissions"] as const,
  site: ["permissions", "site"] as const,
  organizations: ["permissions", "organization"] as const,
  organization: (id: string) => ["permissions", "organization", id] as const,
};

const freshness = { staleTime: 60_000, refetchOnWindowFocus: true } as const;

/** Checks of the whole deployment, all features in one call. */
export function sitePermissions(checks: Checks) {
  return queryOptions({
    queryKey: permissionKeys.site,
    queryFn: ({ signal }) => api.call("checkAuthorization", { body: { checks } }, { signal }),
    ...freshness,
  });
}

/** Asks checks within one organization; each object gets its id. */
export function judgeWithin(
  checks: Checks,
  organizationId: string,
  signal: AbortSignal,
): Promise<Verdicts> {
  const within = Object.entries(checks).map(([name, { action, object }]) => [
    name,
    { action, object: { ...object, organization_id: organizationId } },
  ]);
  const body = { checks: Object.fromEntries(within) };
  return api.call("checkAuthorization", { body }, { signal });
}

/** Checks within one organization. */
export function organizationPermissions(checks: Checks, organizationId: string) {
  return queryOptions({
    queryKey: permissionKeys.organization(organizationId),
    queryFn: ({ signal }) => judgeWithin(checks, organizationId, signal),
    ...freshness,
  });
}

/**
 * Answers to checks of a feature: `may("users.create")`. False until the answers are here, so that nothing is offered
 * that goes away again.
 *
 * Without `organizationId` the checks are those of the deployment, which the shell asks for when it opens; here they
 * are only read. Those of an organization are asked for where they are not known: a page may be about another one than
 * the shell. The app says how (`answerPermissions`); the empty id is none.
 */
export function useMay<T extends Checks>(
  _checks: T,
  organizationId?: string,
): (name: keyof T & string) => boolean {
  const { data } = useQuery<Verdicts>({
    queryKey:
      organizationId === undefined
        ? permissionKeys.site
        : permissionKeys.organization(organizationId),
    enabled: organizationId !== undefined && organizationId !== "",
    ...freshness,
  });
  return useMemo(() => (name) => data?.[name] === true, [data]);
}

/**
 * Whether the answers about an organization, or without one about the deployment, are here; a page that would refuse
 * itself, or do something else, waits for them. True when they failed, too: then nothing is permitted.
 */
export function useIsJudged(organizationId?: string): boolean {
  const { isFetched } = useQuery<Verdicts>({
    queryKey:
      organizationId === undefined
        ? permissionKeys.site
        : permissionKeys.organization(organizationId),
    enabled: false,
    ...freshness,
  });
  return isFetched;
}
