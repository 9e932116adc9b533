import { type ReactNode, useId } from "react";
import { problemOf } from "../../lib/problem.ts";

/** A part of the first page: loads and fails on its own, in a height that does not depend on what it holds. */
export function Card({
  title,
  action,
  isFree = false,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  /** As high as what it holds: for the list at the top, whose steps have heights of their own. */
  readonly isFree?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col rounded-card border bg-surface">
      <header className="flex min-h-12 items-center justify-between gap-3 border-border-subtle border-b px-5">
        <h2 id={id} className="text-h3">
          {title}
        </h2>
        {action}
      </header>
      <div className={isFree ? "p-5" : "h-52 overflow-y-auto p-5"}>{children}</div>
    </section>
  );
}

/** What a card says when its answer did not come. */
export function CardFault({ error }: { readonly error: Error }) {
  const { message } = problemOf(error);
  return (
    <p role="alert" className="text-dense text-danger-text">
      This did not load. {message}
    </p>
  );
}
