import { type ReactNode, useId } from "react";

/** A numbered part of the page. */
export function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-4 border-border-subtle border-t pt-6 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <h2 id={id} className="flex items-center gap-2 text-h2">
        <span
          aria-hidden
          className="flex size-5 items-center justify-center rounded-full bg-fill text-caption text-text-secondary"
        >
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}
