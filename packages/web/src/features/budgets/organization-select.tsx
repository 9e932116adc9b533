import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Select } from "../../components/select/select.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { namedOrganization, type Organization, useOrganization } from "../../lib/organization.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";

/** The organization that the address names, else the one that was looked at last. */
export function useChosenOrganization(name: string): Organization | undefined {
  const { data: list } = useQuery(organizationsQuery);
  const last = useOrganization();
  return (list === undefined || name === "" ? undefined : namedOrganization(list, name)) ?? last;
}

/** In place of the page where whoever is signed in is in no organization and may see none. */
export function NoOrganization({ title }: { readonly title: string }) {
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader title={title} />
      <EmptyState title="You are in no organization.">
        Groups, and what they may spend, belong to an organization. An owner can add you to one.
      </EmptyState>
    </div>
  );
}

/** Whether there is no organization to show; false while that is not known. */
export function useIsWithoutOrganization(): boolean {
  return useQuery(organizationsQuery).data?.length === 0;
}

/** Chooses among the organizations; one needs no choice. */
export function OrganizationSelect({
  value,
  onChange,
}: {
  readonly value: Organization;
  readonly onChange: (name: string) => void;
}) {
  const { data: list } = useQuery(organizationsQuery);
  if (list === undefined || list.length < 2) return null;
  return (
    <Select
      label="Organization"
      className="sm:w-48"
      value={value.name}
      onChange={onChange}
      options={list.map((each) => ({ value: each.name, label: organizationLabel(each) }))}
    />
  );
}
