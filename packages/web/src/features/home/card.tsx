import { type ReactNode, useId } from "react";

/** A part of the first page: loads and fails on its own. */
export function Card({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
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
      <div className="min-h-28 p-5">{children}</div>
    </section>
  );
}
