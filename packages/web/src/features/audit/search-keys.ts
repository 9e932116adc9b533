import { groupValues } from "../../components/search-box/group-values.ts";
import type { SearchKey, SearchValue } from "../../components/search-box/search-key.ts";
import { api } from "../../lib/api.ts";
import { actionLabels, typeNouns } from "../../lib/audit-words.ts";

const choices = (table: Readonly<Record<string, string>>): readonly SearchValue[] =>
  Object.entries(table).map(([value, noun]) => ({
    value,
    label: noun.charAt(0).toUpperCase() + noun.slice(1),
  }));

async function people(text: string, signal: AbortSignal): Promise<readonly SearchValue[]> {
  const { users } = await api.call("listUsers", { query: { q: text, limit: 8 } }, { signal });
  return users.map(({ username, name }) => ({
    value: username,
    label: username,
    secondary: name === "" ? undefined : name,
  }));
}

/** What the search keys need to know of the page around them. */
interface Around {
  readonly organizations: readonly SearchValue[];
  readonly mayReadUsers: boolean;
}

/** The search language of `GET /audit` (spec deployment §8.1); every key is given once. */
export function auditSearchKeys({ organizations, mayReadUsers }: Around): readonly SearchKey[] {
  return [
    {
      key: "username",
      label: "Actor",
      description: "Who did it; me is you",
      ...(mayReadUsers ? { kind: "source", source: people } : { kind: "text" }),
    },
    {
      key: "action",
      label: "Action",
      description: "What was done",
      kind: "choice",
      values: choices(actionLabels),
    },
    {
      key: "resource_type",
      label: "Type",
      description: "What it was done to",
      kind: "choice",
      values: choices(typeNouns),
    },
    { key: "resource_target", label: "Target", description: "Name of the object", kind: "text" },
    {
      key: "organization",
      label: "Organization",
      description: "Where it happened",
      kind: "choice",
      values: organizations,
    },
    {
      key: "outcome",
      label: "Outcome",
      description: "Whether it worked",
      kind: "choice",
      values: [
        { value: "succeeded", label: "Done" },
        { value: "refused", label: "Refused" },
        { value: "failed", label: "Failed" },
      ],
    },
    {
      key: "group",
      label: "Group",
      description: "Group of the actor",
      kind: "source",
      source: groupValues,
    },
    { key: "date_from", label: "From", description: "First day (UTC), 2026-11-19", kind: "text" },
    { key: "date_to", label: "To", description: "Last day (UTC), 2026-11-19", kind: "text" },
    { key: "email", label: "Email", description: "Address of the actor", kind: "text" },
    { key: "resource_id", label: "Target id", description: "Id of the object", kind: "text" },
    { key: "request_id", label: "Request", description: "Id of the request", kind: "text" },
  ];
}

/** Built-in views above the log. */
export const auditPresets: readonly { readonly label: string; readonly q: string }[] = [
  { label: "All", q: "" },
  { label: "Sign-ins", q: "action:login" },
  { label: "Users", q: "resource_type:user" },
  { label: "Members", q: "resource_type:organization_member" },
  { label: "Roles", q: "resource_type:custom_role" },
  { label: "Tokens", q: "resource_type:api_key" },
  { label: "Deletions", q: "action:delete" },
  { label: "Refused", q: "outcome:refused" },
];
