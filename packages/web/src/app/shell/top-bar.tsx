import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Menu as MenuIcon, Search } from "lucide-react";
import { Kbd } from "../../components/badge/kbd.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Menu } from "../../components/menu/menu.tsx";
import { Breadcrumbs } from "../../components/page-header/page-header.tsx";
import { useCurrentPlace } from "../../lib/place.ts";
import { isApple } from "../../lib/platform.ts";
import { deploymentAppearanceQuery } from "../../lib/queries.ts";
import { showShortcuts } from "./shortcuts.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** Where one is, the way to search, and help. */
export function TopBar({
  version,
  onNavigation,
  onPalette,
  onRequests,
}: {
  readonly version: string;
  /** Given on phones: opens the navigation. */
  readonly onNavigation: (() => void) | undefined;
  readonly onPalette: () => void;
  /** Shows what the page asked the API for. */
  readonly onRequests: () => void;
}) {
  const place = useCurrentPlace();
  const { data: appearance } = useQuery(deploymentAppearanceQuery);
  const docs = appearance?.docs_url ?? "";
  const open = (path: string) => () => location.assign(path);
  return (
    <header className="layer-shell sticky top-0 flex h-12 items-center gap-3 border-border-subtle border-b bg-canvas px-gutter">
      {onNavigation === undefined ? null : (
        <IconButton
          label="Open the navigation"
          icon={<MenuIcon {...icon} />}
          onClick={onNavigation}
          className="-ms-2"
        />
      )}
      <div className="min-w-0 grow">
        <Breadcrumbs items={place} />
      </div>
      <button
        type="button"
        onClick={onPalette}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 items-center gap-2 rounded-control border border-border bg-surface text-dense text-text-tertiary hover:bg-fill-hover max-sm:size-8 max-sm:justify-center sm:w-64 sm:px-2.5 pointer-coarse:h-11 max-sm:pointer-coarse:size-11"
      >
        <Search {...icon} className="shrink-0" />
        <span className="grow text-start max-sm:sr-only">Search or jump to…</span>
        <span className="flex gap-1 max-sm:hidden" aria-hidden>
          <Kbd>{isApple ? "⌘" : "Ctrl"}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Menu
        label="Help"
        items={[
          [
            { label: "Keyboard shortcuts", shortcut: "?", onSelect: showShortcuts },
            ...(docs === "" ? [] : [{ label: "Documentation", onSelect: open(docs) }]),
            { label: "API reference", onSelect: open("/docs") },
            { label: "Requests of this page…", onSelect: onRequests },
          ],
          [{ label: `Gatehouse ${version}`, onSelect: open("/docs") }],
        ]}
      >
        <IconButton label="Help" icon={<CircleHelp {...icon} />} className="-me-1" />
      </Menu>
    </header>
  );
}
