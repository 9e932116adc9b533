import { CircleAlert, Inbox, Lock, RotateCw, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button/button.tsx";
import { LinkButton } from "../button/link-button.tsx";
import { CopyButton } from "../code/copy-button.tsx";

const icon = { "aria-hidden": true, size: 20, strokeWidth: 1.75 } as const;

function Place({
  mark,
  title,
  children,
  actions,
  heading: Heading = "p",
}: {
  readonly mark: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly heading?: "p" | "h1";
}) {
  return (
    <div className="mx-auto flex max-w-prose flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="mb-1 flex size-10 items-center justify-center rounded-card bg-fill text-text-tertiary">
        {mark}
      </span>
      <Heading
        {...(Heading === "h1" ? { tabIndex: -1 } : {})}
        className="font-semibold text-body [overflow-wrap:anywhere]"
      >
        {title}
      </Heading>
      {children === undefined ? null : (
        <div className="text-balance text-body text-text-secondary">{children}</div>
      )}
      {actions === undefined ? null : (
        <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  );
}

/** Nothing here yet: what this is for, and the first thing to do. */
export function EmptyState({
  title,
  children,
  icon: mark,
  action,
}: {
  /** "No groups yet." */
  readonly title: string;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <Place mark={mark ?? <Inbox {...icon} />} title={title} actions={action}>
      {children}
    </Place>
  );
}

/** Nothing matches: the filter, and how to leave it. */
export function FilteredEmpty({
  what,
  query,
  onClear,
  action,
}: {
  /** Plural noun: "users". */
  readonly what: string;
  readonly query: string;
  readonly onClear: () => void;
  readonly action?: ReactNode;
}) {
  return (
    <Place
      mark={<SearchX {...icon} />}
      title={
        <>
          No {what} match <code>{query}</code>.
        </>
      }
      actions={
        <>
          <Button onClick={onClear}>Clear filters</Button>
          {action}
        </>
      }
    />
  );
}

/** A page beyond the end of a list that has become shorter. */
export function OverRun({
  page,
  pages,
  onPage,
}: {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}) {
  return (
    <Place
      mark={<SearchX {...icon} />}
      title={`Page ${page.toLocaleString()} no longer exists.`}
      actions={<Button onClick={() => onPage(pages)}>Go to page {pages.toLocaleString()}</Button>}
    >
      The list has {pages === 1 ? "1 page" : `${pages.toLocaleString()} pages`}.
    </Place>
  );
}

/** What did not load, what that means, and the request to name to the operator. */
export function ErrorState({
  title,
  children,
  requestId,
  onRetry,
  page = false,
}: {
  /** "The audit log did not load." */
  readonly title: string;
  readonly requestId?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** True where it stands for the whole page: then its title is the heading. */
  readonly page?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div role="alert">
      <Place
        heading={page ? "h1" : "p"}
        mark={<CircleAlert {...icon} className="text-danger-solid" />}
        title={title}
        actions={
          onRetry === undefined ? undefined : (
            <Button icon={<RotateCw {...icon} size={16} />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {children}
        {requestId === undefined ? null : (
          <p className="mt-1 flex items-center justify-center gap-1 text-caption">
            Request <code className="text-caption">{requestId}</code>
            <CopyButton value={requestId} label="Copy request id" />
          </p>
        )}
      </Place>
    </div>
  );
}

/** A page that this person may not see: what it takes, and who can give it. */
export function Forbidden({
  children,
  back,
}: {
  /** "You need the auditor role to read the audit log. An owner can grant it." */
  readonly children: ReactNode;
  readonly back?: { readonly label: string; readonly to: string };
}) {
  return (
    <Place
      heading="h1"
      mark={<Lock {...icon} />}
      title="You may not see this page"
      actions={back === undefined ? undefined : <LinkButton to={back.to}>{back.label}</LinkButton>}
    >
      {children}
    </Place>
  );
}

/** Missing, or not visible to this person: nobody learns which. */
export function NotFound({
  title = "There is nothing here, or you may not see it.",
  back,
  children,
}: {
  readonly title?: string;
  readonly back: { readonly label: string; readonly to: string };
  readonly children?: ReactNode;
}) {
  return (
    <Place
      heading="h1"
      mark={<SearchX {...icon} />}
      title={title}
      actions={<LinkButton to={back.to}>{back.label}</LinkButton>}
    >
      {children}
    </Place>
  );
}
