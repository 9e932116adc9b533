import { cx } from "../class-names.ts";

/** A turning ring of 16 px. Where it stands alone the caller gives it a `label`. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span
      role={label === undefined ? undefined : "status"}
      className={cx("inline-flex size-4 items-center justify-center", className)}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-4 animate-spin"
        data-motion="wait"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <circle cx="8" cy="8" r="6" className="opacity-25" />
        <path d="M14 8a6 6 0 0 0-6-6" />
      </svg>
      {label === undefined ? null : <span className="sr-only">{label}</span>}
    </span>
  );
}

/** A bar that fills up. Without a value it runs, for work whose length is not known. */
export function Progress({
  label,
  value,
  max = 100,
}: {
  readonly label: string;
  readonly value?: number | undefined;
  readonly max?: number | undefined;
}) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className="relative h-1 w-full overflow-hidden rounded-full bg-fill-pressed"
    >
      {share === undefined ? (
        <div
          data-fill
          data-motion="wait"
          className="absolute inset-y-0 start-0 w-1/4 animate-indeterminate rounded-full bg-accent"
        />
      ) : (
        <div
          data-fill
          className="h-full origin-left bg-accent transition-transform duration-240"
          style={{ transform: `scaleX(${share})` }}
        />
      )}
    </div>
  );
}
