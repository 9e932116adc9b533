import type { Answer } from "@gatehouse/sdk";
import { api } from "../../lib/api.ts";
import { labelOf } from "../../lib/labels.ts";
import { organizationLabel } from "../../lib/queries.ts";
import type { Entity, EntitySearch } from "./entity-picker.tsx";

const contains = (text: string, typed: string): boolean =>
  text.toLowerCase().includes(typed.trim().toLowerCase());

/** A user as something to pick. */
export function userEntity(user: Answer<"getUser">): Entity {
  return {
    id: user.id,
    name: user.username,
    secondary: user.email === "" ? user.name : user.email,
    kind: user.is_service_account === true ? "service_account" : "user",
    avatarUrl: user.avatar_url,
  };
}

/** The search expression for a part of a name or e-mail address. */
export function typedQuery(text: string): string {
  const typed = text.trim().replaceAll('"', "");
  return typed === "" ? "" : `search:"${typed}"`;
}

/** Users by name or e-mail, as far as whoever is signed in may see them. */
export const findUsers: EntitySearch = async (text, signal) => {
  const query = { q: typedQuery(text), limit: 20 };
  const { users, count } = await api.call("listUsers", { query }, { signal });
  return { first: users.map(userEntity), total: count };
};

/** Organizations by their names. */
export const findOrganizations: EntitySearch = async (text, signal) => {
  const found = await api.call("listOrganizations", {}, { signal });
  return found
    .filter((each) => contains(`${each.name} ${each.display_name}`, text))
    .map((each) => ({
      id: each.id,
      name: organizationLabel(each),
      secondary: each.description === "" ? each.name : each.description,
      kind: "organization",
    }));
};

/** Groups by their names, with their organization; Everyone stands for its organization and is left out. */
export const findGroups: EntitySearch = async (text, signal) => {
  const found = await api.call("listGroups", { query: { exclude_members: "true" } }, { signal });
  return found
    .filter(
      ({ id, organization_id, name, display_name }) =>
        id !== organization_id && contains(`${name} ${display_name}`, text),
    )
    .map((each) => ({
      id: each.id,
      name: labelOf(each),
      secondary: each.organization_display_name || each.organization_name,
      kind: "group",
    }));
};
