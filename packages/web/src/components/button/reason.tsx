import { useId } from "react";
import { idList } from "../field/id-list.ts";
import { type Describable, Tooltip } from "../tooltip/tooltip.tsx";

/** What a control that is refused for now carries: it stays focusable, so that its reason can be heard. */
export interface ReasonProps {
  readonly "aria-disabled"?: true;
  readonly "aria-describedby"?: string | undefined;
}

/**
 * Says why a control is disabled: as a tooltip on hover and focus and as its description. The control
 * stays the same element when a reason comes or goes, and keeps its focus.
 */
export function WithReason({
  reason,
  otherwise,
  describedBy,
  children,
}: {
  readonly reason: string | undefined;
  /** The tooltip while nothing is refused: the name of an icon. */
  readonly otherwise?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly children: (props: ReasonProps) => Describable;
}) {
  const id = useId();
  return (
    <>
      <Tooltip text={reason ?? otherwise}>
        {children({
          ...(reason === undefined ? {} : { "aria-disabled": true }),
          "aria-describedby": idList(describedBy, reason !== undefined && id),
        })}
      </Tooltip>
      {reason === undefined ? null : (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  );
}
