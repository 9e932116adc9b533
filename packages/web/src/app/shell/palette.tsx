import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type NavigateFn, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { CommandPalette } from "../../components/command-palette/command-palette.tsx";
import type { PaletteGroup, PaletteItem } from "../../components/command-palette/palette-items.ts";
import { api } from "../../lib/api.ts";
import { sitePermissions } from "../../lib/permissions.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { siteChecks } from "../checks.ts";
import { pagePaths } from "../pages.ts";
import { readRecent, remember } from "./recent.ts";
import { showShortcuts } from "./shortcuts.ts";
import { useTheme } from "./theme.ts";
import { useNavigation } from "./use-navigation.ts";

const foundUsers = 5;

/** An item that goes to a page. The address is its key, so that recent ones can be shown again. */
function goTo(
  navigate: NavigateFn,
  item: { readonly to: string; readonly label: string; readonly secondary?: string | undefined },
): PaletteItem {
  return {
    key: item.to,
    label: item.label,
    secondary: item.secondary,
    run: ({ newTab }) => {
      if (newTab) window.open(item.to, "_blank", "noopener");
      else void navigate({ href: item.to });
    },
  };
}

/** Finds every page, the frequent actions, users and organizations. */
export function Palette({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const groups = usePaletteGroups();
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      groups={groups}
      onUsed={({ key, label, secondary }) => {
        if (key.startsWith("/")) remember({ to: key, label, secondary });
      }}
      empty={(text) => `Nothing matches “${text}”.`}
    />
  );
}

function usePaletteGroups(): readonly PaletteGroup[] {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const sections = useNavigation();
  const { data: may } = useQuery(sitePermissions(siteChecks));
  const { data: organizations } = useQuery(organizationsQuery);
  const [, chooseTheme] = useTheme();
  return useMemo(() => {
    const places = sections.flatMap(({ label, places: list }) =>
      list.map((place) => ({
        ...goTo(navigate, { to: place.to, label: place.label, secondary: label ?? undefined }),
        ...(place.key === undefined ? {} : { shortcut: `g ${place.key}` }),
      })),
    );
    const pageActions = [
      { to: "/users/new", label: "Create user…", check: "users.create" },
      { to: "/users/new/import", label: "Import users…", check: "users.create" },
      { to: "/settings/tokens/new", label: "Create token…", check: null },
      { to: "/organizations/new", label: "Create organization…", check: "nav.createOrganization" },
    ]
      .filter(({ to, check }) => pagePaths.has(to) && (check === null || may?.[check] === true))
      .map((action) => goTo(navigate, action));
    const actions: readonly PaletteItem[] = [
      ...pageActions,
      { key: "theme-auto", label: "Use the system theme", run: () => chooseTheme("auto") },
      { key: "theme-light", label: "Use the light theme", run: () => chooseTheme("light") },
      { key: "theme-dark", label: "Use the dark theme", run: () => chooseTheme("dark") },
      { key: "shortcuts", label: "Show keyboard shortcuts", shortcut: "?", run: showShortcuts },
    ];
    const users: PaletteGroup = {
      label: "Users",
      prefix: "@",
      search: async (q, signal) => {
        const page = await queries.fetchQuery({
          queryKey: ["users", "palette", q],
          queryFn: () => api.call("listUsers", { query: { q, limit: foundUsers } }, { signal }),
        });
        return page.users.map((user) =>
          goTo(navigate, {
            to: `/users/${user.username}`,
            label: user.username,
            secondary: user.name ?? user.email,
          }),
        );
      },
    };
    const named = (organizations ?? []).map((each) =>
      goTo(navigate, {
        to: `/organizations/${each.name}`,
        label: organizationLabel(each),
        secondary: each.name,
      }),
    );
    return [
      {
        label: "Recent",
        onlyEmpty: true,
        items: readRecent().map((each) => ({
          ...goTo(navigate, each),
          key: `recent ${each.to}`,
        })),
      },
      { label: "Go to", items: places },
      { label: "Actions", prefix: ">", items: actions },
      ...(may?.["users.read"] === true ? [users] : []),
      ...(pagePaths.has("/organizations/$org") ? [{ label: "Organizations", items: named }] : []),
    ];
  }, [navigate, queries, sections, may, organizations, chooseTheme]);
}
