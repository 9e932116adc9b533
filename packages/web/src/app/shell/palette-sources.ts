import type { QueryClient } from "@tanstack/react-query";
import type { NavigateFn } from "@tanstack/react-router";
import {
  itemMatches,
  type PaletteGroup,
  type PaletteItem,
} from "../../components/command-palette/palette-items.ts";
import { typedQuery } from "../../components/entity-picker/sources.ts";
import { sessionName } from "../../components/session-table/text.ts";
import type { User } from "../../features/users/queries.ts";
import { suspendReason } from "../../features/users/user-actions.tsx";
import { api } from "../../lib/api.ts";
import { sessionsQuery } from "../../lib/sessions.ts";
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

async function findUsers(queries: QueryClient, q: string, signal: AbortSignal): Promise<User[]> {
  const page = await queries.fetchQuery({
    queryKey: ["users", "palette", q],
    queryFn: () => api.call("listUsers", { query: { q, limit: foundUsers } }, { signal }),
  });
  return page.users;
}

/** The act "Suspend…": asks whom, then for the consequences. `me` cannot be picked. */
export function suspendAction(
  queries: QueryClient,
  me: User | undefined,
  suspend: (user: User) => void,
): PaletteItem {
  return {
    key: "suspend",
    label: "Suspend…",
    words: "user",
    run: () => undefined,
    ask: {
      placeholder: "Suspend whom?",
      search: async (typed, signal) => {
        const users = await findUsers(queries, typed === "" ? "" : typedQuery(typed), signal);
        return users
          .filter(({ status }) => status !== "suspended")
          .map((user) => suspension(user, me, suspend));
      },
    },
  };
}

/** The question whether to suspend a user. */
export function suspension(
  user: User,
  me: User | undefined,
  suspend: (user: User) => void,
): PaletteItem {
  return {
    key: `suspend ${user.id}`,
    label: `Suspend ${user.username}…`,
    secondary: user.name ?? user.email,
    reason: suspendReason(user, me),
    run: () => suspend(user),
  };
}

/** The act "Copy session id…": asks which of one's own sessions. */
export function copySessionAction(queries: QueryClient, copy: (id: string) => void): PaletteItem {
  return {
    key: "copy-session",
    label: "Copy session id…",
    run: () => undefined,
    ask: {
      placeholder: "Which session?",
      search: async (typed) => {
        const { sessions } = await queries.fetchQuery(sessionsQuery("me"));
        return sessions
          .map((session) => ({
            key: `session ${session.id}`,
            label: sessionName(session),
            secondary: session.current ? "This session" : session.ip_address,
            run: () => copy(session.id),
          }))
          .filter((item) => itemMatches(item, typed));
      },
    },
  };
}

/** Users, searched by the server; on the right arrow what one does about a user. */
export function usersSource(
  queries: QueryClient,
  go: Go,
  suspend: ((user: User) => PaletteItem) | undefined,
): PaletteGroup {
  return {
    label: "Users",
    prefix: "@",
    search: async (q, signal) => {
      const users = await findUsers(queries, q, signal);
      return users.map((user) => {
        const { username, name, email } = user;
        const page = `/users/${username}`;
        return {
          ...go({ to: page, label: username, secondary: name ?? email }),
          actions: [
            ...(suspend === undefined || user.status === "suspended" ? [] : [suspend(user)]),
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
