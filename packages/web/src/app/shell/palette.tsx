import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { CommandPalette } from "../../components/command-palette/command-palette.tsx";
import type { PaletteGroup, PaletteItem } from "../../components/command-palette/palette-items.ts";
import { toastDone } from "../../components/toaster/toast.tsx";
import { copyText } from "../../lib/clipboard.ts";
import { sitePermissions } from "../../lib/permissions.ts";
import { meQuery, organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { siteChecks } from "../checks.ts";
import { pagePaths } from "../pages.ts";
import { goTo, groupsSource, tokensSource, usersSource } from "./palette-sources.ts";
import { readRecent, remember } from "./recent.ts";
import { showShortcuts } from "./shortcuts.ts";
import { useTheme } from "./theme.ts";
import { useNavigation } from "./use-navigation.ts";

/** Finds every page, the frequent actions, users and organizations. */
export function Palette({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const groups = usePaletteGroups();
  const navigate = useNavigate();
  const { data: may } = useQuery(sitePermissions(siteChecks));
  const mayFind = may?.["users.read"] === true;
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      groups={groups}
      onUsed={({ key, label, secondary }) => {
        if (key.startsWith("/")) remember({ to: key, label, secondary });
      }}
      empty={(text) =>
        mayFind
          ? `Nothing matches. Ctrl+Enter searches users for “${text}”.`
          : `Nothing matches “${text}”.`
      }
      onNothing={(text) => {
        if (mayFind) void navigate({ to: "/users", search: { q: text } });
      }}
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
    const go = goTo(navigate);
    const places = sections.flatMap(({ label, places: list }) =>
      list.map((place) => ({
        ...go({ to: place.to, label: place.label, secondary: label ?? undefined }),
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
      .map(go);
    const actions: readonly PaletteItem[] = [
      ...pageActions,
      { key: "theme-auto", label: "Use the system theme", run: () => chooseTheme("auto") },
      { key: "theme-light", label: "Use the light theme", run: () => chooseTheme("light") },
      { key: "theme-dark", label: "Use the dark theme", run: () => chooseTheme("dark") },
      {
        key: "copy-me",
        label: "Copy my user id",
        run: () => {
          const me = queries.getQueryData(meQuery.queryKey);
          if (me !== undefined)
            void copyText(me.id).then((done) => done && toastDone("Id copied."));
        },
      },
      { key: "shortcuts", label: "Show keyboard shortcuts", shortcut: "?", run: showShortcuts },
    ];
    const named = (organizations ?? []).map((each) =>
      go({
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
          ...go(each),
          key: `recent ${each.to}`,
        })),
      },
      { label: "Go to", items: places },
      { label: "Actions", prefix: ">", items: actions },
      ...(may?.["users.read"] === true ? [usersSource(queries, go)] : []),
      groupsSource(queries, go),
      { label: "Organizations", items: named },
      tokensSource(queries, go),
    ];
  }, [navigate, queries, sections, may, organizations, chooseTheme]);
}
