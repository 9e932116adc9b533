import { useLayoutEffect, useRef } from "react";
import type { LastChange } from "../../lib/conflict.ts";
import { focusHeading } from "../../lib/focus-heading.ts";
import { clockText, dateTimeText } from "../../lib/time.ts";
import { shownDay } from "../../lib/time-zone.ts";
import { Button } from "../button/button.tsx";
import { Callout } from "../callout/callout.tsx";

/** "at 14:02" today, else with the date. */
function momentText(at: string): string {
  const time = Date.parse(at);
  const isToday = shownDay(time) === shownDay(Date.now());
  return isToday ? `at ${clockText(time)}` : `on ${dateTimeText(at)}`;
}

/** Somebody else saved meanwhile: what was typed stays, and one of the two is chosen. Takes the focus. */
export function ConflictNotice({
  what,
  change,
  onTheirs,
  onOverwrite,
}: {
  /** "This role", "The settings". */
  readonly what: string;
  /** Undefined where the audit log may not be read. */
  readonly change: LastChange | undefined;
  readonly onTheirs: () => void;
  readonly onOverwrite: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const notice = box.current;
    notice?.focus();
    return () => {
      // What was chosen in it takes it away: the keys go on from the head of the page, just above.
      if (notice?.contains(document.activeElement) !== true) return;
      focusHeading();
    };
  }, []);
  const verb = what.endsWith("s") ? "were" : "was";
  const title =
    change === undefined
      ? `${what} ${verb} changed by somebody else meanwhile.`
      : `${what} ${verb} changed by ${change.who} ${momentText(change.at)}.`;
  return (
    <div ref={box} role="alert" tabIndex={-1}>
      <Callout
        tone="warning"
        title={title}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="sm" onClick={onTheirs}>
              Show their version
            </Button>
            <Button size="sm" variant="danger" writes onClick={onOverwrite}>
              Overwrite
            </Button>
          </span>
        }
      >
        Nothing of yours was saved.
      </Callout>
    </div>
  );
}
