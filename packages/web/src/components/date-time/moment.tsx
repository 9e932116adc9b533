import { isNever, utcText, zonedText } from "../../lib/time.ts";
import { CopyButton } from "../code/copy-button.tsx";
import { Popover } from "../popover/popover.tsx";
import { RelativeTime, type TimeProps } from "./date-time.tsx";

/**
 * A time that stands by itself, outside of the rows of a list: a button that shows the exact moment, in the reader's
 * zone and in UTC, to copy. In lists a `RelativeTime` stands in the row, and the details of the row write the moment out.
 */
export function Moment({ value }: Pick<TimeProps, "value">) {
  if (isNever(value)) return <RelativeTime value={value} />;
  const utc = utcText(value);
  return (
    <Popover
      label="Exact time"
      className="w-auto"
      trigger={
        <button
          type="button"
          className="rounded-small underline decoration-border-control decoration-dotted underline-offset-4 hover:decoration-solid"
        >
          <RelativeTime value={value} /> <span className="sr-only">(exact time)</span>
        </button>
      }
    >
      <p className="text-dense tabular-nums">{zonedText(value)}</p>
      <p className="flex items-center gap-1 text-caption text-text-secondary">
        <code>{utc}</code>
        <CopyButton value={utc} label="Copy exact time" className="-my-1" />
      </p>
    </Popover>
  );
}
