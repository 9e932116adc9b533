import { useQuery } from "@tanstack/react-query";
import { Select } from "../../components/select/select.tsx";
import { namedOrganization, type Organization, useOrganization } from "../../lib/organization.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";

/** The organization that the address names, else the one that was looked at last. */
export function useChosenOrganization(name: string): Organization | undefined {
  const { data: list } = useQuery(organizationsQuery);
  const last = useOrganization();
  return (list === undefined || name === "" ? undefined : namedOrganization(list, name)) ?? last;
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
