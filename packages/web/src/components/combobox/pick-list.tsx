import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { listLook, OptionBody, optionLook } from "../listbox/option-row.tsx";
import type { Listbox } from "../listbox/use-listbox.ts";
import type { PickOption } from "./use-options.ts";

interface PickListProps<Option extends PickOption> {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly frame: RefObject<HTMLElement | null>;
  readonly label: string | undefined;
  readonly list: Listbox<Option>;
  readonly options: readonly Option[];
  /** A line below the options: nothing found, failed, the way to create. */
  readonly note?: ReactNode;
  /** The frame with the input, which keeps the focus. */
  readonly children: ReactNode;
}

/** The list under an input, in a layer of its own, so that no frame cuts it off. */
export function PickList<Option extends PickOption>({
  open,
  onOpenChange,
  frame,
  label,
  list,
  options,
  note,
  children,
}: PickListProps<Option>) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Anchor asChild>{children}</Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          data-surface
          align="start"
          sideOffset={4}
          collisionPadding={8}
          // The layer is no dialog: the input leads it. It stands outside of all other regions of the page.
          role="region"
          aria-label="Suggestions"
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (event.target instanceof Node && frame.current?.contains(event.target) === true) {
              event.preventDefault();
            }
          }}
          className="layer-menu raised w-(--radix-popover-trigger-width) min-w-56 animate-menu-in overflow-hidden rounded-card border shadow-menu"
        >
          <div
            ref={showHighlighted}
            id={list.listId}
            role="listbox"
            aria-label={label ?? "Suggestions"}
            className={listLook}
          >
            {options.map((option) => {
              const props = list.optionProps(option);
              return (
                <div key={option.key} {...props} className={optionLook}>
                  <OptionBody
                    mark={option.mark}
                    label={option.label}
                    secondary={option.secondary}
                    reason={option.reason}
                    picked={props["aria-selected"]}
                  />
                </div>
              );
            })}
          </div>
          {note === undefined ? null : (
            <p role="status" className="px-3 pb-2 text-caption text-text-secondary">
              {note}
            </p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A list that opens shows the option it begins with. The page stays where it is. */
function showHighlighted(list: HTMLElement | null): void {
  const first = list?.querySelector("[data-highlighted]");
  if (list === null || first === null || first === undefined) return;
  const { bottom } = first.getBoundingClientRect();
  list.scrollTop += Math.max(0, bottom - list.getBoundingClientRect().bottom);
}

/** The line below the options. */
export function pickNote(
  found: {
    readonly options: readonly unknown[];
    readonly total: number;
    readonly loading: boolean;
    readonly failed: boolean;
  },
  text: string,
): string | undefined {
  const shown = found.options.length;
  if (found.failed) return "The suggestions did not load.";
  if (found.total > shown) {
    return `The first ${shown} of ${found.total.toLocaleString()}. Type to narrow them.`;
  }
  if (found.options.length > 0) return undefined;
  if (found.loading) return "Searching…";
  return text === "" ? "Nothing to choose from." : `Nothing matches “${text}”.`;
}
