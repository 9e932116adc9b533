/** Built-in views above the list. */
export const usersPresets: readonly { readonly label: string; readonly q: string }[] = [
  { label: "All", q: "" },
  { label: "Active", q: "status:active" },
  { label: "Dormant", q: "status:dormant" },
  { label: "Owners", q: "role:owner" },
  { label: "Service accounts", q: "service_account:true" },
  { label: "Never seen", q: 'last_seen_before:"1970-01-01T00:00:00Z"' },
];
