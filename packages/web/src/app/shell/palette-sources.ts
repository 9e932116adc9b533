import type { QueryClient } from "@tanstack/react-query";
import type { NavigateFn } from "@tanstack/react-router";
import type { PaletteGroup, PaletteItem } from "../../components/command-palette/palette-items.ts";
import { api } from "../../lib/api.ts";
import { tokensOfQuery } from "../../lib/tokens.ts";

const foundUsers = 5;
const foundGroups = 5;
const listMs = 60_000;

/** A place that the palette leads to. */
interface Goal {
  readonly to: string;
  readonly label: string;
  readonly secondary?: string | undefined;
}

/** Makes an item that goes to a page. The address is its key, so that recent ones can be shown again. */
export type Go = (goal: Goal) => PaletteItem;

/** Makes items that lead somewhere. */
export function goTo(navigate: NavigateFn): Go {
  return ({ to, label, secondary }) => ({
    key: to,
    label,
    secondary,
    run: ({ newTab }) => {
      if (newTab) window.open(to, "_blank", "noopener");
      else void navigate({ href: to });
    },
  });
}

/** Users, searched by the server; on the right arrow what one does about a user. */
export function usersSource(queries: QueryClient, go: Go): PaletteGroup {
  return {
    label: "Users",
    prefix: "@",
    search: async (q, signal) => {
      const page = await queries.fetchQuery({
        queryKey: ["users", "palette", q],
        queryFn: () => api.call("listUsers", { query: { q, limit: foundUsers } }, { signal }),
      });
      return page.users.map(({ username, name, email }) => {
        const page = `/users/${username}`;
        return {
          ...go({ to: page, label: username, secondary: name ?? email }),
          actions: [
            go({ to: `${page}/roles`, label: `Roles of ${username}` }),
            go({ to: `${page}/memberships`, label: `Memberships of ${username}` }),
            go({ to: `${page}/access`, label: `What ${username} may do, and why` }),
            go({ to: `${page}/audit`, label: `Audit entries about ${username}` }),
          ],
        };
      });
    },
  };
}

/** Groups of every organization that one may see; one list for all searches of a minute. */
export function groupsSource(queries: QueryClient, go: Go): PaletteGroup {
  return {
    label: "Groups",
    prefix: "#",
    search: async (text, signal) => {
      const all = await queries.fetchQuery({
        queryKey: ["groups", "palette"],
        queryFn: () => api.call("listGroups", { query: { exclude_members: "true" } }, { signal }),
        staleTime: listMs,
      });
      const typed = text.toLowerCase();
      return all
        .filter(({ name, display_name }) => `${name} ${display_name}`.toLowerCase().includes(typed))
        .slice(0, foundGroups)
        .map((group) =>
          go({
            to: `/organizations/${group.organization_name}/groups/${encodeURIComponent(group.name)}`,
            label: group.display_name === "" ? group.name : group.display_name,
            secondary: group.organization_display_name || group.organization_name,
          }),
        );
    },
  };
}

/** One's own tokens by name. */
export function tokensSource(queries: QueryClient, go: Go): PaletteGroup {
  return {
    label: "My tokens",
    search: async (text) => {
      const all = await queries.fetchQuery({ ...tokensOfQuery("me"), staleTime: listMs });
      const typed = text.toLowerCase();
      return all
        .filter(({ token_name: name }) => name.toLowerCase().includes(typed))
        .slice(0, foundGroups)
        .map(({ id, token_name: label }) => ({
          ...go({ to: "/settings/tokens", label }),
          key: `token ${id}`,
        }));
    },
  };
}
