import type { Answer } from "@gatehouse/sdk";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { type LoadContext, usePathParams } from "./page.ts";
import { organizationLabel, organizationQuery, organizationsQuery } from "./queries.ts";
import { storage } from "./storage.ts";

/** An organization as the lists of the API give it. */
export type Organization = Answer<"listOrganizations">[number];

const storageKey = "gh.organization";

/** The organization that a path names by name or id; `default` is the default one. Undefined when none is meant. */
export function namedOrganization(
  list: readonly Organization[],
  name: string,
): Organization | undefined {
  const lower = name.toLowerCase();
  return (
    list.find((each) => each.name.toLowerCase() === lower || each.id === lower) ??
    (lower === "default" ? list.find(({ is_default }) => is_default) : undefined)
  );
}

/** The organization of a path; where it names none the last one that was looked at, the default one, any. */
export function chosenOrganization(
  list: readonly Organization[],
  name: string | undefined,
): Organization | undefined {
  const named = name === undefined ? undefined : namedOrganization(list, name);
  if (named !== undefined) return named;
  const last = storage.get(storageKey);
  return (
    list.find(({ name }) => name === last) ?? list.find(({ is_default }) => is_default) ?? list[0]
  );
}

/**
 * The chosen organization: the one in the path (`$org`), else the last one that was looked at. Undefined while the list
 * is on its way and for people who may see none.
 */
export function useOrganization(): Organization | undefined {
  const { data: list } = useQuery(organizationsQuery);
  const { org }: { readonly org?: string } = useParams({ strict: false });
  const named = list === undefined || org === undefined ? undefined : namedOrganization(list, org);
  useEffect(() => {
    if (named !== undefined) storage.set(storageKey, named.name);
  }, [named]);
  return list === undefined ? undefined : chosenOrganization(list, org);
}

/**
 * The organization that a path names, for loaders. The list that everybody has when they are in holds it as a rule: then
 * the requests of the page start at once and wait for no other.
 */
export async function loadOrganization({ queries, params }: LoadContext): Promise<Organization> {
  const query = organizationQuery(params["org"] ?? "");
  const list = queries.getQueryState(organizationsQuery.queryKey);
  const listed = namedOrganization(list?.data ?? [], params["org"] ?? "");
  if (listed !== undefined && queries.getQueryData(query.queryKey) === undefined) {
    queries.setQueryData(query.queryKey, listed, { updatedAt: list?.dataUpdatedAt ?? 0 });
  }
  return queries.ensureQueryData(query);
}

/** The organization that the path of this page names; its page loads it first. */
export function usePathOrganization(): Organization {
  const { org } = usePathParams("org");
  return useSuspenseQuery(organizationQuery(org)).data;
}

/** What organizations are called, by id, from the one list that is loaded anyway. */
export function useOrganizationNames(): (id: string) => string {
  const { data: organizations } = useQuery(organizationsQuery);
  return useMemo(() => {
    const names = new Map(organizations?.map((each) => [each.id, organizationLabel(each)]));
    return (id) => names.get(id) ?? id.slice(0, 8);
  }, [organizations]);
}
