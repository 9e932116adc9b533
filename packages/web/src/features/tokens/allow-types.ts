import {
  findGroups,
  findOrganizations,
  findUsers,
} from "../../components/entity-picker/sources.ts";
import type { AllowType } from "../../components/scope-picker/allow-list-picker.tsx";

/** Types of objects that an allow list may name; those whose lists the server has can be searched by name. */
export const allowTypes: readonly AllowType[] = [
  { type: "template", label: "Template" },
  { type: "workspace", label: "Workspace" },
  { type: "user", label: "User", search: findUsers },
  { type: "organization", label: "Organization", search: findOrganizations },
  { type: "group", label: "Group", search: findGroups },
  { type: "workspace_dormant", label: "Dormant workspace" },
  { type: "task", label: "Task" },
  { type: "file", label: "File" },
  { type: "user_secret", label: "User secret" },
];
