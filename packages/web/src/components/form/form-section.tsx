import { type ReactNode, useId } from "react";
import { cx } from "../class-names.ts";

interface FormSectionProps {
  readonly title: string;
  readonly help?: ReactNode;
  /** The last section of a page: what cannot come back. */
  readonly danger?: boolean;
  /** The number of a step where the sections are steps. */
  readonly step?: number;
  readonly children: ReactNode;
}

/** Fields that belong together: heading and help on the left, fields on the right, one column below 1024 px. */
export function FormSection({ title, help, danger = false, step, children }: FormSectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 border-border-subtle border-t py-8 first:border-t-0 first:pt-0 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-1">
        <h2 id={id} className={cx("flex items-center gap-2 text-h2", danger && "text-danger-text")}>
          {step === undefined ? null : (
            <span
              aria-hidden
              className="flex size-5 items-center justify-center rounded-full bg-fill text-caption text-text-secondary"
            >
              {step}
            </span>
          )}
          {title}
        </h2>
        {help === undefined ? null : (
          <div className="max-w-prose text-caption text-text-secondary">{help}</div>
        )}
      </div>
      <div className="flex min-w-0 max-w-form flex-col gap-5">{children}</div>
    </section>
  );
}
