import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { type KeyMap, useKeys } from "../../lib/keyboard.ts";
import { cx } from "../class-names.ts";
import { Link } from "../link/link.tsx";

/** A tab: a page of its own, with its own address. */
export interface TabItem {
  readonly key: string;
  readonly label: string;
  readonly to: string;
  /** Shown behind the label; null while it is on its way. */
  readonly count?: number | null | undefined;
}

interface TabsProps {
  /** Name of the navigation: what the tabs are about ("User"). */
  readonly label: string;
  /** Only what this person may see. */
  readonly items: readonly TabItem[];
  readonly current: string;
}

/**
 * Pages of one object as a line of links. Scrolls sideways where it does not fit, to where one is. The keys 1 to 9 go to
 * them in their order.
 */
export function Tabs({ label, items, current }: TabsProps) {
  const navigate = useNavigate();
  const keys: KeyMap = Object.fromEntries(
    items.slice(0, 9).map(({ to }, at) => [String(at + 1), () => void navigate({ to })]),
  );
  useKeys(keys);
  const list = useRef<HTMLElement>(null);
  const at = items.findIndex(({ key }) => key === current);
  const count = items.length;
  useEffect(() => {
    const line = list.current;
    const tab = at < count ? line?.firstElementChild?.children[at] : undefined;
    if (!(tab instanceof HTMLElement) || line === null) return;
    // Also when the window becomes narrower; the first call comes with the first layout.
    const observer = new ResizeObserver(() => {
      line.scrollLeft = tab.offsetLeft - 24;
    });
    observer.observe(line);
    return () => observer.disconnect();
  }, [at, count]);
  return (
    <nav
      ref={list}
      aria-label={label}
      className="relative -mx-1 overflow-x-auto border-border-subtle border-b px-1"
    >
      <ul className="flex list-none gap-5">
        {items.map((item) => {
          const isCurrent = item.key === current;
          return (
            <li key={item.key}>
              <Link
                to={item.to}
                look="quiet"
                aria-current={isCurrent ? "page" : undefined}
                data-tab
                className={cx(
                  "focus-inset -mb-px flex h-10 items-center gap-1.5 whitespace-nowrap border-b-2 text-body pointer-coarse:h-11",
                  isCurrent
                    ? "border-accent-text font-medium text-accent-text"
                    : "border-transparent text-text-secondary hover:border-border hover:text-text",
                )}
              >
                {item.label}
                {typeof item.count === "number" ? (
                  <span className="rounded-full bg-fill px-1.5 font-medium text-caption text-text-secondary tabular-nums">
                    {item.count.toLocaleString()}
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
