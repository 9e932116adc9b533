/** Where the members of an organization that match are to be had as a file; the server leaves an audit entry. */
export function exportAddress(organization: string, q: string, format: "csv" | "json"): string {
  const search = new URLSearchParams({ format, ...(q === "" ? {} : { q }) });
  return `/api/v2/organizations/${organization}/members/export?${search}`;
}
