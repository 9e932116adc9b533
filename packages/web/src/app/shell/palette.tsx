import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { CommandPalette } from "../../components/command-palette/command-palette.tsx";
import type { PaletteGroup, PaletteItem } from "../../components/command-palette/palette-items.ts";
import { copyWithToast } from "../../components/toaster/toast.tsx";
import type { ThemeChoice } from "../../lib/look-settings.ts";
import { sitePermissions } from "../../lib/permissions.ts";
import {
  deploymentAppearanceQuery,
  meQuery,
  organizationLabel,
  organizationsQuery,
} from "../../lib/queries.ts";
import { useRefusal } from "../../lib/refusal.ts";
import { siteChecks } from "../checks.ts";
import { pagePaths } from "../pages.ts";
import { type PaletteDialogs, usePaletteDialogs } from "./palette-dialogs.tsx";
import {
  copySessionAction,
  goTo,
  groupsSource,
  suspendAction,
  suspension,
  tokensSource,
  usersSource,
} from "./palette-sources.ts";
import { readRecent, remember } from "./recent.ts";
import { showShortcuts } from "./shortcuts.ts";
import { useTheme } from "./theme.ts";
import { useNavigation } from "./use-navigation.ts";

/** Finds every page, the frequent actions, users and organizations. */
export function Palette({
  open,
  onOpenChange,
  onRequests,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Shows what the page asked the API for. */
  readonly onRequests: () => void;
}) {
  const dialogs = usePaletteDialogs();
  const groups = usePaletteGroups(dialogs, onRequests, open);
  const navigate = useNavigate();
  const { data: may } = useQuery(sitePermissions(siteChecks));
  const mayFind = may?.["users.read"] === true;
  return (
    <>
      <CommandPalette
        open={open}
        onOpenChange={onOpenChange}
        groups={groups}
        onUsed={({ key, label, secondary }) => {
          const to = key.replace(/^recent /, "");
          if (to.startsWith("/")) remember({ to, label, secondary });
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
      {dialogs.layer}
    </>
  );
}

function usePaletteGroups(
  { suspend, invite }: PaletteDialogs,
  onRequests: () => void,
  isOpen: boolean,
): readonly PaletteGroup[] {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const sections = useNavigation();
  const { data: may } = useQuery(sitePermissions(siteChecks));
  const { data: organizations } = useQuery(organizationsQuery);
  const { data: appearance } = useQuery(deploymentAppearanceQuery);
  const { data: me } = useQuery(meQuery);
  const [, chooseTheme] = useTheme();
  const offline = useRefusal(undefined, true);
  const docs = appearance?.docs_url ?? "";
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
    const maySuspend = may?.["users.read"] === true && may["users.update"] === true;
    const actions: readonly PaletteItem[] = [
      ...pageActions,
      ...(maySuspend ? [suspendAction(queries, me, suspend)] : []),
      ...(invite === undefined
        ? []
        : [
            {
              key: "invite",
              label: `Invite to ${organizationLabel(invite.organization)}…`,
              words: "add members",
              run: invite.run,
            },
          ]),
      ...themeActions(chooseTheme, offline),
      copySessionAction(queries, copyId),
      {
        key: "copy-me",
        label: "Copy my user id",
        run: () => (me === undefined ? undefined : copyId(me.id)),
      },
      { key: "shortcuts", label: "Show keyboard shortcuts", shortcut: "?", run: showShortcuts },
    ];
    const help: readonly PaletteItem[] = [
      { key: "help-keys", label: "Keyboard shortcuts", shortcut: "?", run: showShortcuts },
      ...(docs === "" ? [] : [load("Documentation", docs)]),
      load("API reference", "/docs"),
      { key: "help-requests", label: "Requests of this page…", run: onRequests },
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
        items: (isOpen ? readRecent() : []).map((each) => ({
          ...go(each),
          key: `recent ${each.to}`,
        })),
      },
      { label: "Go to", items: places },
      { label: "Actions", prefix: ">", items: actions },
      { label: "Help", prefix: "?", onlyPrefixed: true, items: help },
      ...(may?.["users.read"] === true
        ? [
            usersSource(
              queries,
              go,
              maySuspend ? (user) => suspension(user, me, suspend) : undefined,
            ),
          ]
        : []),
      groupsSource(queries, go),
      { label: "Organizations", items: named },
      tokensSource(queries, go),
    ];
  }, [
    navigate,
    queries,
    sections,
    may,
    organizations,
    chooseTheme,
    me,
    docs,
    suspend,
    invite,
    onRequests,
    isOpen,
    offline,
  ]);
}

const themes = [
  ["auto", "system"],
  ["light", "light"],
  ["dark", "dark"],
] as const;

function themeActions(
  choose: (theme: ThemeChoice) => void,
  reason: string | undefined,
): readonly PaletteItem[] {
  return themes.map(([theme, word]) => ({
    key: `theme-${theme}`,
    label: `Use the ${word} theme`,
    reason,
    run: () => choose(theme),
  }));
}

function copyId(id: string): void {
  void copyWithToast(id, "Id");
}

/** Something that is not part of the console: the browser loads it. */
function load(label: string, address: string): PaletteItem {
  return {
    key: `load ${address} ${label}`,
    label,
    run: ({ newTab }) => {
      if (newTab) window.open(address, "_blank", "noopener");
      else location.assign(address);
    },
  };
}
