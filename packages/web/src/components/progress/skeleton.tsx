import { cx } from "../class-names.ts";

interface SkeletonProps {
  /** Number of lines. */
  readonly count?: number;
  /** Height of one line as a class, for example `h-5`; the size of what it stands for, so that nothing jumps. */
  readonly height?: string;
  readonly className?: string;
}

const widths = ["w-full", "w-11/12", "w-4/5", "w-full", "w-3/4"] as const;

/** Grey lines in the place of text that is on its way. Assistive technology hears of it once, from the region. */
export function Skeleton({ count = 1, height = "h-4", className }: SkeletonProps) {
  return (
    <div aria-hidden="true" className={cx("flex flex-col gap-2", className)}>
      {Array.from({ length: count }, (_, line) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never change places
          key={line}
          className={cx(
            "animate-shimmer rounded-small bg-fill-hover motion-reduce:animate-none",
            height,
            count === 1 ? "w-full" : widths[line % widths.length],
          )}
        />
      ))}
    </div>
  );
}
