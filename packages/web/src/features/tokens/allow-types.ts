import type { EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import type { AllowType } from "../../components/scope-picker/allow-list-picker.tsx";
import { api } from "../../lib/api.ts";
import { organizationLabel } from "../../lib/queries.ts";

const quoted = (text: string): string => `search:"${text.replaceAll('"', "")}"`;

/** Users by name or e-mail, as far as whoever is signed in may see them. */
export const findUsers: EntitySearch = async (text, signal) => {
  const q = text.trim() === "" ? "" : quoted(text.trim());
  const { users } = await api.call("listUsers", { query: { q, limit: 20 } }, { signal });
  return users.map((user) => ({
    id: user.id,
    name: user.username,
    secondary: user.email,
    kind: user.is_service_account === true ? "service_account" : "user",
    avatarUrl: user.avatar_url,
  }));
};

/** The organizations of whoever is signed in. */
const findOrganizations: EntitySearch = async (text, signal) => {
  const list = await api.call("listUserOrganizations", { params: { user: "me" } }, { signal });
  return list
    .map((each) => ({
      id: each.id,
      name: organizationLabel(each),
      secondary: each.name,
      kind: "organization" as const,
    }))
    .filter((each) => `${each.name} ${each.secondary}`.toLowerCase().includes(text.toLowerCase()));
};

/** Types of objects that an allow list may name; those whose lists the server has can be searched by name. */
export const allowTypes: readonly AllowType[] = [
  { type: "template", label: "Template" },
  { type: "workspace", label: "Workspace" },
  { type: "user", label: "User", search: findUsers },
  { type: "organization", label: "Organization", search: findOrganizations },
  { type: "group", label: "Group" },
  { type: "workspace_dormant", label: "Dormant workspace" },
  { type: "task", label: "Task" },
  { type: "file", label: "File" },
  { type: "user_secret", label: "User secret" },
];
