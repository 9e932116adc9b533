import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { useRefusal } from "../../lib/refusal.ts";
import { swallow } from "../button/button.tsx";
import { WithReason } from "../button/reason.tsx";
import { cx } from "../class-names.ts";

interface SwitchProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabledReason?: string | undefined;
  /** False for what this browser alone keeps: only what writes is refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly className?: string;
}

/** Something that is on or off at once, without a save button. */
export function Switch({
  label,
  description,
  checked,
  onChange,
  disabledReason,
  writes = true,
  className,
}: SwitchProps) {
  const id = useId();
  const reason = useRefusal(disabledReason, writes);
  const refused = reason !== undefined;
  const describedBy = description === undefined ? undefined : `${id}-description`;
  return (
    <div className={cx("flex items-start justify-between gap-4", className)}>
      <span className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="font-medium text-body">
          {label}
        </label>
        {description === undefined ? null : (
          <span id={describedBy} className="max-w-prose text-caption text-text-secondary">
            {description}
          </span>
        )}
      </span>
      <WithReason reason={reason} describedBy={describedBy}>
        {(described) => (
          <Radix.Root
            id={id}
            {...described}
            checked={checked}
            onCheckedChange={(next) => (refused ? undefined : onChange(next))}
            onClick={refused ? swallow : undefined}
            className="relative mt-0.5 inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-border-control bg-fill-pressed transition-colors duration-80 after:absolute after:-inset-x-1 after:-inset-y-2 aria-disabled:border-border aria-disabled:bg-fill aria-checked:border-accent aria-checked:bg-accent"
          >
            <Radix.Thumb className="ms-0.5 block size-3.5 rounded-full bg-border-control transition-transform duration-80 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
          </Radix.Root>
        )}
      </WithReason>
    </div>
  );
}
