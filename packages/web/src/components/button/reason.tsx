import { type ReactElement, useId } from "react";
import { Tooltip } from "../tooltip/tooltip.tsx";

/** What a control that is refused for now carries: it stays focusable, so that its reason can be heard. */
export interface ReasonProps {
  readonly "aria-disabled"?: true;
  readonly "aria-describedby"?: string | undefined;
}

/**
 * Says why a control is disabled: as a tooltip on hover and focus and as its description. Without a reason the
 * control is rendered as it is.
 */
export function WithReason({
  reason,
  describedBy,
  children,
}: {
  readonly reason: string | undefined;
  readonly describedBy?: string | undefined;
  readonly children: (props: ReasonProps) => ReactElement;
}) {
  const id = useId();
  if (reason === undefined) return children({ "aria-describedby": describedBy });
  return (
    <>
      <Tooltip text={reason}>
        {children({
          "aria-disabled": true,
          "aria-describedby": describedBy === undefined ? id : `${describedBy} ${id}`,
        })}
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}
