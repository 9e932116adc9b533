import { useEffect, useState } from "react";
import {
  dateTimeText,
  durationText,
  exactText,
  isNever,
  relativeText,
  zonedText,
} from "../../lib/time.ts";
import { Tooltip } from "../tooltip/tooltip.tsx";

/** The time of now, read anew with every other value and every 30 seconds: what was just done is not to come. */
function useNow(value: string): number {
  const [read, setRead] = useState(() => ({ value, now: Date.now() }));
  if (read.value !== value) setRead({ value, now: Date.now() });
  useEffect(() => {
    const timer = setInterval(() => setRead({ value, now: Date.now() }), 30_000);
    return () => clearInterval(timer);
  }, [value]);
  return read.now;
}

/** A moment to show. */
export interface TimeProps {
  /** RFC 3339. */
  readonly value: string;
  readonly className?: string;
}

/**
 * A time as one says it, in the reader's zone; the exact one on hover. For the rows of lists: what opens from a row
 * writes the moment out (`FullTime`), and a time outside of lists is a `Moment`.
 */
export function RelativeTime({ value, className }: TimeProps) {
  const now = useNow(value);
  const text = relativeText(value, now);
  if (isNever(value)) return <span className={className}>{text}</span>;
  return (
    <Tooltip text={exactText(value)}>
      <time dateTime={value} className={className}>
        {text}
      </time>
    </Tooltip>
  );
}

/** A time as one says it and under it the exact one: for details, where it can be read without a pointer. */
export function FullTime({ value }: Pick<TimeProps, "value">) {
  const now = useNow(value);
  if (isNever(value)) return <span>Never</span>;
  return (
    <time dateTime={value}>
      {relativeText(value, now)}{" "}
      <span className="block text-caption text-text-secondary tabular-nums">
        {zonedText(value)}
      </span>
    </time>
  );
}

/** A date with the time of day. */
export function DateTime({ value, className }: TimeProps) {
  if (isNever(value)) return <span className={className}>Never</span>;
  return (
    <Tooltip text={exactText(value)}>
      <time dateTime={value} className={className}>
        {dateTimeText(value)}
      </time>
    </Tooltip>
  );
}

/** A length of time. */
export function Duration({ seconds }: { readonly seconds: bigint }) {
  return <time dateTime={`PT${seconds}S`}>{durationText(seconds)}</time>;
}
