import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Toaster } from "../../components/toaster/toaster.tsx";
import { focusHeading } from "../../lib/focus-heading.ts";
import { useMedia } from "../../lib/media.ts";
import { buildInfoQuery } from "../../lib/queries.ts";
import { forgetRequests } from "../../lib/requests.ts";
import { useSessionState } from "../../lib/session.ts";
import { storage } from "../../lib/storage.ts";
import { InShell } from "../in-shell.ts";
import { Banners } from "./banners.tsx";
import { OfflineBar } from "./offline-bar.tsx";
import { onShowPalette } from "./palette-shown.ts";
import { PhoneNavigation } from "./phone-navigation.tsx";
import { useShortcutsShown } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { ThrottleBar } from "./throttle-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useNavigation } from "./use-navigation.ts";
import { useShellKeys } from "./use-shell-keys.ts";

const ShortcutList = lazy(async () => ({
  default: (await import("./shortcut-list.tsx")).ShortcutList,
}));
const PageRequests = lazy(async () => ({
  default: (await import("./page-requests.tsx")).PageRequests,
}));
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const SessionEnded = lazy(async () => ({
  default: (await import("../session-ended.tsx")).SessionEnded,
}));

const railKey = "gh.rail";

/** Navigation, top bar and the place of the page, for whoever is signed in. */
export function Shell() {
  const isWide = useMedia("(width >= 64rem)");
  const isPhone = useMedia("(width < 40rem)");
  const [collapsed, setCollapsed] = useState(() => storage.get(railKey) !== null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  // Once loaded it stays: what it opened lies over the page after the palette itself is gone.
  const [paletteLoaded, setPaletteLoaded] = useState(false);
  const [requestsShown, setRequestsShown] = useState(false);
  const [shortcutsShown] = useShortcutsShown();
  const sessionState = useSessionState();
  const { data: build } = useQuery(buildInfoQuery);
  const toggleSidebar = () => {
    if (collapsed) storage.set(railKey, null);
    else storage.set(railKey, "1");
    setCollapsed(!collapsed);
  };
  const openPalette = useCallback(() => {
    setPaletteLoaded(true);
    setPaletteOpen(true);
  }, []);
  const showRequests = useCallback(() => setRequestsShown(true), []);
  useShellKeys(useNavigation(), { toggleSidebar, openPalette });
  useEffect(() => onShowPalette(openPalette), [openPalette]);
  useFocusOnArrival();
  useFreshRequests();
  const rail = !isWide || collapsed;
  return (
    <div className="flex min-h-dvh flex-col">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to the content; the address must not change with it */}
      <a
        href="#content"
        className="layer-tooltip sr-only rounded-control bg-surface-raised px-3 py-2 focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        Skip to content
      </a>
      <div className="flex grow">
        {isPhone ? null : (
          <aside
            aria-label="Sidebar"
            className={`sticky top-0 h-dvh shrink-0 border-border-subtle border-e bg-canvas ${rail ? "w-14" : "w-60"}`}
          >
            <Sidebar rail={rail} />
          </aside>
        )}
        <div className="flex min-w-0 grow flex-col">
          <OfflineBar />
          <ThrottleBar />
          <Banners />
          <TopBar
            version={build?.gatehouse_version ?? ""}
            onNavigation={isPhone ? () => setMenuOpen(true) : undefined}
            onPalette={openPalette}
            onRequests={showRequests}
          />
          <main id="content" tabIndex={-1} className="grow px-gutter pt-6 pb-16 outline-none">
            <InShell value={true}>
              <Outlet />
            </InShell>
          </main>
        </div>
      </div>
      {isPhone ? <PhoneNavigation open={menuOpen} onOpenChange={setMenuOpen} /> : null}
      <Suspense>
        {shortcutsShown ? <ShortcutList /> : null}
        {requestsShown ? <PageRequests onClose={() => setRequestsShown(false)} /> : null}
        {paletteLoaded ? (
          <Palette open={paletteOpen} onOpenChange={setPaletteOpen} onRequests={showRequests} />
        ) : null}
        {sessionState === "ended" ? <SessionEnded /> : null}
      </Suspense>
      <Toaster />
    </div>
  );
}

/** A new page takes the focus to its heading, so that reading starts there; changed parameters do not move it. */
function useFocusOnArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
        if (fromLocation === undefined || !pathChanged) return;
        focusHeading({ preventScroll: true });
      }),
    [router],
  );
}

/** What is shown as the requests of a page begins with the way to it. */
function useFreshRequests(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onBeforeNavigate", ({ pathChanged }) => {
        if (pathChanged) forgetRequests();
      }),
    [router],
  );
}
