import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Kbd } from "../badge/kbd.tsx";
import { useFocusReturn } from "../dialog/focus-return.ts";
import { scrimLook } from "../dialog/look.ts";
import { OptionBody, optionLook } from "../listbox/option-row.tsx";
import { type Listbox, useListbox } from "../listbox/use-listbox.ts";
import { Spinner } from "../progress/progress.tsx";
import {
  type FoundGroup,
  type PaletteGroup,
  type PaletteItem,
  usePaletteItems,
} from "./palette-items.ts";

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** In their order on the screen; the same array from one drawing to the next. */
  readonly groups: readonly PaletteGroup[];
  /** Called with what was used, for the list of recent things. */
  readonly onUsed?: ((item: PaletteItem) => void) | undefined;
  /** What to offer when nothing matches. */
  readonly empty?: ((text: string) => ReactNode) | undefined;
  /** Ctrl+Enter when nothing matches. */
  readonly onNothing?: ((text: string) => void) | undefined;
}

/** Finds every page and action by a few letters. */
export function CommandPalette(props: CommandPaletteProps) {
  const focus = useFocusReturn(undefined);
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay data-scrim="" className={scrimLook} />
        <Radix.Content
          data-surface
          aria-describedby={undefined}
          // The input hears Esc: it clears first and closes then.
          onEscapeKeyDown={(event) => event.preventDefault()}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          className="layer-dialog raised fixed start-1/2 top-[15vh] flex max-h-120 w-[calc(100vw-2rem)] max-w-160 -translate-x-1/2 animate-menu-in flex-col overflow-hidden rounded-dialog border shadow-dialog max-sm:top-4"
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <PaletteBody {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Mounted while the palette is open, so that it starts empty each time. */
function PaletteBody({ groups: all, onOpenChange, onUsed, empty, onNothing }: CommandPaletteProps) {
  const [text, setText] = useState("");
  const [subject, setSubject] = useState<PaletteItem>();
  const found = usePaletteItems(text, all);
  const groups: readonly FoundGroup[] =
    subject === undefined ? found.groups : [{ label: subject.label, items: subject.actions ?? [] }];
  const list = useListbox<PaletteItem>({
    options: groups.flatMap((group) => group.items),
    open: true,
    onOpenChange: () => (subject === undefined ? leave() : setSubject(undefined)),
    onPick: (item, { newTab }) => {
      if (!newTab) onOpenChange(false);
      onUsed?.(item);
      item.run({ newTab });
    },
  });
  const leave = (): void => {
    if (text === "") onOpenChange(false);
    else setText("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { selectionStart, value } = event.currentTarget;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && groups.length === 0) {
      event.preventDefault();
      onOpenChange(false);
      onNothing?.(text.trim());
      return;
    }
    if (event.key === "ArrowRight" && selectionStart === value.length && subject === undefined) {
      if ((list.highlighted?.actions?.length ?? 0) === 0) return;
      setSubject(list.highlighted);
      event.preventDefault();
      return;
    }
    if (event.key === "ArrowLeft" && subject !== undefined) {
      setSubject(undefined);
      event.preventDefault();
      return;
    }
    list.inputProps.onKeyDown(event);
  };
  return (
    <>
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-border-subtle border-b px-4">
        {found.loading ? (
          <Spinner className="text-text-tertiary" />
        ) : (
          <Search aria-hidden size={16} strokeWidth={1.75} className="text-text-tertiary" />
        )}
        <input
          {...list.inputProps}
          onKeyDown={onKeyDown}
          aria-label="Search or jump to"
          placeholder="Search or jump to…"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSubject(undefined);
            list.highlight(undefined);
          }}
          className="h-full w-full grow bg-transparent outline-none focus-visible:outline-none"
        />
      </div>
      <PaletteList list={list} groups={groups} />
      {groups.length === 0 && !found.loading ? (
        <p role="status" className="px-4 pb-6 text-center text-dense text-text-secondary">
          {empty?.(text) ?? "Nothing matches."}
        </p>
      ) : null}
      <footer className="flex shrink-0 flex-wrap gap-x-4 gap-y-1 border-border-subtle border-t px-4 py-2 text-caption text-text-tertiary max-sm:hidden">
        <span>
          <Kbd>↵</Kbd> open
        </span>
        <span>
          <Kbd>Ctrl ↵</Kbd> new tab
        </span>
        <span>
          <Kbd>→</Kbd> actions
        </span>
        <span>
          <Kbd>{">"}</Kbd> actions <Kbd>@</Kbd> users <Kbd>#</Kbd> groups
        </span>
      </footer>
    </>
  );
}

function PaletteList({
  list,
  groups,
}: {
  readonly list: Listbox<PaletteItem>;
  readonly groups: readonly FoundGroup[];
}) {
  return (
    <div
      id={list.listId}
      role="listbox"
      aria-label="Results"
      className="min-h-0 grow overflow-y-auto overscroll-contain p-1.5"
    >
      {groups.map((group, at) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list box
        <div key={group.label} role="group" aria-labelledby={`${list.listId}-group-${at}`}>
          <div
            id={`${list.listId}-group-${at}`}
            className="px-2 pt-2 pb-1 font-medium text-caption text-text-tertiary"
          >
            {group.label}
          </div>
          {group.items.map((item) => (
            <div key={item.key} {...list.optionProps(item)} className={optionLook}>
              <OptionBody
                mark={item.mark}
                label={item.label}
                secondary={item.secondary}
                reason={item.reason}
              />
              {item.shortcut === undefined ? null : <Kbd>{item.shortcut}</Kbd>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
