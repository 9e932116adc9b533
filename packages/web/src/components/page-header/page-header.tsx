import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "../link/link.tsx";

interface PageHeaderProps {
  readonly title: ReactNode;
  /** A number behind the title: how many there are. */
  readonly count?: number | undefined;
  readonly avatar?: ReactNode;
  readonly badges?: ReactNode;
  /** A line of facts, or one sentence about the page. */
  readonly meta?: ReactNode;
  /** At most two buttons and a menu; one of them primary. */
  readonly actions?: ReactNode;
}

/** The head of a page. Its h1 takes the focus when the page changes. */
export function PageHeader({ title, count, avatar, badges, meta, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="flex min-w-0 grow basis-64 items-start gap-3">
        {avatar}
        <div className="flex min-w-0 flex-col gap-1">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 tabIndex={-1} className="min-w-0 text-h1 [overflow-wrap:anywhere]">
              {title}
            </h1>
            {count === undefined ? null : (
              <span className="text-h1 font-normal text-text-tertiary tabular-nums">
                {count.toLocaleString()}
              </span>
            )}
            {badges}
          </div>
          {meta === undefined ? null : (
            <div className="flex max-w-detail flex-wrap items-center gap-x-2 gap-y-1 text-dense text-text-secondary">
              {meta}
            </div>
          )}
        </div>
      </div>
      {actions === undefined ? null : (
        <div data-page-actions="" className="flex flex-wrap items-center gap-2">
          {actions}
        </div>
      )}
    </header>
  );
}

/** One step of the way to a page; the last one has no address. */
export interface Crumb {
  readonly label: string;
  readonly to?: string | undefined;
}

/** The way to this page, at most three steps. */
export function Breadcrumbs({ items }: { readonly items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 list-none items-center gap-1 text-dense">
        {items.map((item, at) => (
          <li key={`${item.to ?? ""}${item.label}`} className="flex min-w-0 items-center gap-1">
            {at === 0 ? null : (
              <ChevronRight
                aria-hidden
                size={14}
                strokeWidth={1.75}
                className="shrink-0 text-text-tertiary"
              />
            )}
            {item.to === undefined ? (
              <span aria-current="page" className="truncate text-text">
                {item.label}
              </span>
            ) : (
              <Link
                to={item.to}
                look="quiet"
                className="truncate px-0.5 text-text-secondary hover:text-text hover:underline"
              >
                {item.label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
