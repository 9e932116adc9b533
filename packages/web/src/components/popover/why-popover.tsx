import { CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { Skeleton } from "../progress/skeleton.tsx";
import { Popover } from "./popover.tsx";

interface WhyPopoverProps {
  /** The question in full: "Why can mara not delete this template?" */
  readonly question: string;
  /** The answer; undefined while it is on its way. */
  readonly children: ReactNode | undefined;
  /** Called when it opens, so that the answer is asked for only then. */
  readonly onOpen?: (() => void) | undefined;
}

/** One step from any refusal or derived value to its reason. */
export function WhyPopover({ question, children, onOpen }: WhyPopoverProps) {
  return (
    <Popover
      label={question}
      onOpenChange={(open) => (open ? onOpen?.() : undefined)}
      trigger={
        <button
          type="button"
          aria-label={question}
          className="inline-flex size-6 items-center justify-center rounded-control text-text-tertiary hover:bg-fill-hover hover:text-text"
        >
          <CircleHelp aria-hidden size={16} strokeWidth={1.75} />
        </button>
      }
    >
      <p className="mb-2 text-h3">{question}</p>
      <div className="text-dense text-text-secondary">
        {children === undefined ? <Skeleton count={3} /> : children}
      </div>
    </Popover>
  );
}
