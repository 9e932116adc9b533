import { cx } from "../class-names.ts";

interface MeterProps {
  readonly label: string;
  /** Share of the whole, 0–1; more than 1 fills the bar. */
  readonly share: number;
  /** What the share means, for example "$48.10 of $50.00". */
  readonly text: string;
  /** Share from which the bar warns, and from which it is danger. */
  readonly warnFrom?: number;
  readonly dangerFrom?: number;
  readonly className?: string;
}

/** How much of an allowance is used. The word "Blocked" belongs to the caller: colour is never alone. */
export function Meter({
  label,
  share,
  text,
  warnFrom = 0.85,
  dangerFrom = 1,
  className,
}: MeterProps) {
  const filled = Math.min(1, Math.max(0, share));
  const color =
    share >= dangerFrom ? "bg-danger-solid" : share >= warnFrom ? "bg-warning-solid" : "bg-accent";
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be given our colours and height
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(filled * 100)}
      aria-valuetext={text}
      className={cx("h-1.5 w-full overflow-hidden rounded-full bg-fill-pressed", className)}
    >
      <div
        data-fill
        className={cx("h-full origin-left transition-transform duration-240", color)}
        style={{ transform: `scaleX(${filled})` }}
      />
    </div>
  );
}
