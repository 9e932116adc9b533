import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Organization, useOrganization } from "../../lib/organization.ts";
import { organizationPermissions, sitePermissions } from "../../lib/permissions.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { organizationChecks, siteChecks } from "../checks.ts";
import { pagePaths } from "../pages.ts";
import { type NavigationItem, navigation } from "./navigation.ts";
import { hasGroupQuery } from "./own-groups.ts";

/** A place with its address. */
export interface Place extends Omit<NavigationItem, "path" | "when"> {
  readonly to: string;
}

/** A heading with the places that whoever is signed in may see. */
export interface PlaceSection {
  /** Tells sections apart: an organization may be called like another section. */
  readonly key: string;
  readonly label: string | null;
  readonly places: readonly Place[];
}

/** What the sidebar and the palette show: allowed places whose pages exist; empty sections vanish. */
export function useNavigation(): readonly PlaceSection[] {
  const organization = useOrganization();
  const { data: site = {} } = useQuery(sitePermissions(siteChecks));
  const id = organization?.id ?? "";
  const { data: within } = useQuery({
    ...organizationPermissions(organizationChecks, id),
    enabled: id !== "",
  });
  // Asked only where it decides, and after the page: nothing waits for it.
  const { data: hasGroup = false } = useQuery({
    ...hasGroupQuery(id),
    enabled: within?.["nav.groups"] === false,
  });
  const { data: organizations = [] } = useQuery(organizationsQuery);
  return useMemo(() => {
    const verdicts: Readonly<Record<string, boolean>> = {
      ...site,
      ...within,
      hasGroup,
      manyOrganizations: organizations.length > 1,
    };
    const isShown = ({ path, when }: NavigationItem) =>
      pagePaths.has(path) && (when === undefined || when.some((check) => verdicts[check] === true));
    return navigation.flatMap((section) => {
      if (section.organization === true && organization === undefined) return [];
      const places = section.items.filter(isShown).map((item) => placeOf(item, organization));
      const label =
        section.organization === true && organization !== undefined
          ? organizationLabel(organization)
          : section.label;
      return places.length === 0 ? [] : [{ key: section.label ?? "start", label, places }];
    });
  }, [site, within, hasGroup, organizations, organization]);
}

function placeOf(item: NavigationItem, organization: Organization | undefined): Place {
  const { path, when: _when, ...rest } = item;
  return { ...rest, to: path.replace("$org", organization?.name ?? "default") };
}
