import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { Menu, type MenuItem } from "../../components/menu/menu.tsx";
import { toastFailed } from "../../components/toaster/toast.tsx";
import type { ThemeChoice } from "../../lib/look-settings.ts";
import { problemOf } from "../../lib/problem.ts";
import { meQuery } from "../../lib/queries.ts";
import { pagePaths } from "../pages.ts";
import { showShortcuts } from "./shortcuts.ts";
import { signOut } from "./sign-out.ts";
import { useTheme } from "./theme.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

const themes: readonly (readonly [ThemeChoice, string, React.ReactNode])[] = [
  ["auto", "System theme", <Monitor key="auto" {...icon} />],
  ["light", "Light theme", <Sun key="light" {...icon} />],
  ["dark", "Dark theme", <Moon key="dark" {...icon} />],
];

/** Who is signed in, and what concerns them alone. */
export function UserMenu({ rail }: { readonly rail: boolean }) {
  const { data: me } = useQuery(meQuery);
  const [theme, chooseTheme] = useTheme();
  if (me === undefined) return null;
  const leave = () => {
    signOut().catch((error: unknown) => toastFailed(problemOf(error).message));
  };
  const own: MenuItem[] = pagePaths.has("/settings/account")
    ? [{ label: "Account settings", to: "/settings/account", icon: <UserRound {...icon} /> }]
    : [];
  const items: readonly (readonly MenuItem[])[] = [
    own,
    themes.map(([choice, label, mark]) => ({
      label,
      icon: mark,
      checked: theme === choice,
      writes: true,
      onSelect: () => chooseTheme(choice),
    })),
    [
      {
        label: "Keyboard shortcuts",
        icon: <Keyboard {...icon} />,
        shortcut: "?",
        onSelect: showShortcuts,
      },
    ],
    [{ label: "Sign out", icon: <LogOut {...icon} />, writes: true, onSelect: leave }],
  ];
  const name = me.name ?? me.username;
  return (
    <Menu items={items} align="start" label="Your account" className="flex w-full">
      <button
        type="button"
        aria-label={rail ? `${name}, your account` : undefined}
        className="focus-inset flex min-h-10 w-full items-center gap-2.5 rounded-control px-2 py-1 text-start hover:bg-fill-hover"
      >
        <Avatar id={me.id} name={name} url={me.avatar_url} size={24} />
        {rail ? null : (
          <>
            <span className="flex min-w-0 grow flex-col">
              <span className="truncate text-dense">
                {name}
                <span className="sr-only">, your account</span>
              </span>
              <span className="truncate text-caption text-text-tertiary">{me.email}</span>
            </span>
            <ChevronsUpDown {...icon} size={14} className="shrink-0 text-text-tertiary" />
          </>
        )}
      </button>
    </Menu>
  );
}
