import { Ellipsis } from "lucide-react";
import { useMedia } from "../../lib/media.ts";
import { Button } from "../button/button.tsx";
import { IconButton } from "../button/icon-button.tsx";
import { Menu, type MenuItem } from "../menu/menu.tsx";
import type { Matching } from "./use-list-selection.ts";

interface BulkBarProps {
  readonly count: number;
  /** All rows that match the filter, where there may be more than the page. */
  readonly matching?: Matching | undefined;
  readonly onClear: () => void;
  /** What can be done about them. What destroys is in the menu, and so is what has no room. */
  readonly actions: readonly MenuItem[];
}

const mostButtons = 4;
const mostOnPhones = 2;

/** Takes the place of the tools above a list while rows are picked, at the same height; on phones at the bottom edge. */
export function BulkBar({ count, matching, onClear, actions }: BulkBarProps) {
  const isPhone = useMedia("(width < 40rem)");
  const usual = actions.filter(({ danger }) => danger !== true);
  const buttons = usual.slice(0, isPhone ? mostOnPhones : mostButtons);
  const others = actions.filter((action) => !buttons.includes(action));
  return (
    <section
      aria-label="Selection"
      data-surface
      className="layer-sticky flex min-h-control flex-wrap items-center gap-x-3 gap-y-2 rounded-card border raised px-3 py-1.5 shadow-sticky max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-none max-sm:pb-3"
    >
      <p className="whitespace-nowrap font-medium text-dense tabular-nums">
        {count.toLocaleString()} selected
      </p>
      {matching === undefined || matching.total <= count ? null : (
        <Button
          variant="ghost"
          size="sm"
          disabledReason={matching.reason}
          onClick={matching.onSelect}
        >
          Select all {matching.total.toLocaleString()} that match
        </Button>
      )}
      <Button variant="ghost" size="sm" onClick={onClear} className="max-sm:ms-auto">
        Clear
      </Button>
      <span className="flex items-center gap-2 max-sm:w-full sm:ms-auto">
        {buttons.map(({ label, reason, writes, onSelect }) => (
          <Button
            key={label}
            size="sm"
            disabledReason={reason}
            writes={writes}
            onClick={onSelect}
            className="max-sm:grow"
          >
            {label}
          </Button>
        ))}
        {others.length === 0 ? null : (
          <Menu
            items={[
              others.filter(({ danger }) => danger !== true),
              others.filter(({ danger }) => danger === true),
            ]}
            label="More for the selection"
          >
            <IconButton
              size="sm"
              variant="secondary"
              label="More for the selection"
              icon={<Ellipsis aria-hidden size={16} strokeWidth={1.75} />}
            />
          </Menu>
        )}
      </span>
    </section>
  );
}
