import { ChevronDown } from "lucide-react";
import { cx } from "../class-names.ts";
import { Menu, type MenuGroups } from "../menu/menu.tsx";
import { Button, type ButtonProps } from "./button.tsx";
import { buttonLook } from "./look.ts";

interface SplitButtonProps extends ButtonProps {
  /** The other ways to do the same. */
  readonly items: MenuGroups;
  /** Name of the small button, for example "More ways to export". */
  readonly menuLabel: string;
}

/** A button for the usual way and a menu for the others. */
export function SplitButton({
  items,
  menuLabel,
  className,
  variant = "secondary",
  size = "md",
  ...rest
}: SplitButtonProps) {
  return (
    <span className={cx("inline-flex", className)}>
      <Button variant={variant} size={size} className="rounded-e-none" {...rest} />
      <Menu items={items} label={menuLabel}>
        <button
          type="button"
          aria-label={menuLabel}
          className={cx(
            buttonLook({ variant, size, square: true }),
            "ms-px rounded-s-none focus-visible:z-1",
          )}
        >
          <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
        </button>
      </Menu>
    </span>
  );
}
