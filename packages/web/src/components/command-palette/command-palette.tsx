import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
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
  const chosen = useRef<() => void>(undefined);
  const later = (action: () => void): void => {
    chosen.current = action;
    props.onOpenChange(false);
  };
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
          onCloseAutoFocus={(event) => {
            focus.giveBack(event);
            // With the focus back where it was: the layer or the page that opens now gives it back to there.
            chosen.current?.();
            chosen.current = undefined;
          }}
          className="layer-dialog raised fixed start-1/2 top-[15vh] flex max-h-120 w-[calc(100vw-2rem)] max-w-160 -translate-x-1/2 animate-menu-in flex-col overflow-hidden rounded-dialog border shadow-dialog max-sm:top-4"
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <PaletteBody {...props} onChosen={later} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Mounted while the palette is open, so that it starts empty each time. */
function PaletteBody({
  groups: all,
  onOpenChange,
  onUsed,
  empty,
  onNothing,
  onChosen,
}: CommandPaletteProps & { readonly onChosen: (action: () => void) => void }) {
  const [text, setText] = useState("");
  const [subject, setSubject] = useState<PaletteItem>();
  const [question, setQuestion] = useState<PaletteItem>();
  const asked = useMemo(
    () =>
      question?.ask === undefined
        ? undefined
        : [{ label: question.label, search: question.ask.search, searchFrom: 0 }],
    [question],
  );
  const found = usePaletteItems(text, asked ?? all);
  const groups: readonly FoundGroup[] =
    subject === undefined ? found.groups : [{ label: subject.label, items: subject.actions ?? [] }];
  const answerTo = (item: PaletteItem | undefined): void => {
    setQuestion(item);
    setText("");
    setSubject(undefined);
    list.highlight(undefined);
  };
  const list = useListbox<PaletteItem>({
    options: groups.flatMap((group) => group.items),
    open: true,
    onOpenChange: () => (subject === undefined ? leave() : setSubject(undefined)),
    onPick: (item, { newTab }) => {
      if (item.ask !== undefined) {
        answerTo(item);
        return;
      }
      onUsed?.(item);
      if (newTab) item.run({ newTab });
      else onChosen(() => item.run({ newTab }));
    },
  });
  const { highlighted, highlight } = list;
  const current = highlighted?.key;
  // Answers that come later must not move the highlight away from what it stands on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `highlight` sets the state of the list, and is made anew each time
  useEffect(() => highlight(current), [current]);
  const leave = (): void => {
    if (text !== "") setText("");
    else if (question !== undefined) answerTo(undefined);
    else onOpenChange(false);
  };
  const onEnterNothing = (event: KeyboardEvent): boolean => {
    if (!(event.ctrlKey || event.metaKey) || groups.length > 0) return false;
    if (question === undefined) onChosen(() => onNothing?.(text.trim()));
    return true;
  };
  const showActions = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const { selectionStart, value } = event.currentTarget;
    const isAtEnd = selectionStart === value.length && subject === undefined;
    if (!isAtEnd || (highlighted?.actions?.length ?? 0) === 0) return false;
    setSubject(highlighted);
    return true;
  };
  const leaveActions = (): boolean => {
    setSubject(undefined);
    return subject !== undefined;
  };
  const leaveQuestion = (): boolean => {
    if (text !== "" || question === undefined) return false;
    answerTo(undefined);
    return true;
  };
  const ownKeys: Readonly<Record<string, (event: KeyboardEvent<HTMLInputElement>) => boolean>> = {
    Enter: onEnterNothing,
    ArrowRight: showActions,
    ArrowLeft: leaveActions,
    Backspace: leaveQuestion,
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (ownKeys[event.key]?.(event) === true) event.preventDefault();
    else list.inputProps.onKeyDown(event);
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
          aria-label={question === undefined ? "Search or jump to" : question.label}
          placeholder={question?.ask?.placeholder ?? "Search or jump to…"}
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
          {(question === undefined ? empty?.(text) : undefined) ?? "Nothing matches."}
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
          <Kbd>{">"}</Kbd> actions <Kbd>@</Kbd> users <Kbd>#</Kbd> groups <Kbd>?</Kbd> help
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
