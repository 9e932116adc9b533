import { TriangleAlert } from "lucide-react";
import { AlertDialog } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { reasons } from "../../lib/reasons.ts";
import { Button } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import { FieldError } from "../field/field.tsx";
import { Skeleton } from "../progress/skeleton.tsx";
import { TextInput } from "../text-input/text-input.tsx";
import { type ReturnPlace, useFocusReturn } from "./focus-return.ts";
import { dialogLook, footerLook, scrimLook } from "./look.ts";

/** What will happen, as facts with the counts first; asked for before the dialog opens. */
export type Consequences = readonly ReactNode[] | "loading" | "unknown";

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question in full: "Delete mara?" */
  readonly title: string;
  readonly consequences: Consequences;
  /** The words of the button that opened it: "Delete mara". */
  readonly confirm: string;
  /** Level 3: what must be typed (compared exactly, without blanks around it), and the verb of "Type mara to delete". */
  readonly typed?: { readonly text: string; readonly verb: string } | undefined;
  /** False for what interrupts but destroys nothing. */
  readonly danger?: boolean;
  readonly pending?: boolean;
  /** While it is pending nothing closes it: what comes of it has to be seen. */
  readonly held?: boolean;
  /** Why it did not happen. */
  readonly error?: ReactNode;
  readonly onConfirm: () => void;
  readonly returnFocus?: ReturnPlace;
  /** More than facts: a choice that belongs to the decision. */
  readonly children?: ReactNode;
}

function Facts({ consequences }: { readonly consequences: Consequences }) {
  if (consequences === "loading") return <Skeleton count={3} />;
  if (consequences === "unknown") {
    return <p>What this affects could not be determined. You can still go on.</p>;
  }
  return (
    <ul className="flex list-none flex-col gap-1.5">
      {consequences.map((fact, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are text and do not change places
        <li key={at} className="flex gap-2.5">
          <span aria-hidden className="mt-2 size-1 shrink-0 rounded-full bg-text-tertiary" />
          <span>{fact}</span>
        </li>
      ))}
    </ul>
  );
}

/** Asks before something that interrupts somebody (level 2) or destroys (level 3). Focus starts on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const focus = useFocusReturn(props.returnFocus);
  return (
    <AlertDialog.Root
      open={props.open}
      onOpenChange={(open) => (isHeld(props) ? undefined : props.onOpenChange(open))}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay data-scrim="" className={scrimLook} />
        <AlertDialog.Content
          data-surface
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
          className={cx(dialogLook, "max-w-dialog")}
        >
          <ConfirmBody {...props} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

const isHeld = ({ held, pending }: ConfirmDialogProps) => held === true && pending === true;

/** Mounted while the dialog is open, so that what was typed is gone the next time. */
function ConfirmBody(props: ConfirmDialogProps) {
  const { title, consequences, confirm, typed, error, onConfirm, children } = props;
  const { danger = true, pending = false } = props;
  const id = useId();
  const [text, setText] = useState("");
  const matches = typed === undefined || text.trim() === typed.text;
  const submit = () => {
    if (matches && !pending) onConfirm();
  };
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog may stand inside another form of the tree: its answer is none of that form's.
        event.stopPropagation();
        submit();
      }}
      onKeyDown={(event) => {
        // Nor is Ctrl+Enter, which saves that form; here the key that asked must not answer as well.
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.stopPropagation();
      }}
    >
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5">
        <div className="flex gap-3">
          {danger ? (
            <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-danger-bg text-danger-text">
              <TriangleAlert aria-hidden size={20} strokeWidth={1.75} />
            </span>
          ) : null}
          <div className="min-w-0 grow pt-1.5">
            <AlertDialog.Title className="text-h2">{title}</AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="mt-2 text-body text-text-secondary">
                <Facts consequences={consequences} />
              </div>
            </AlertDialog.Description>
          </div>
        </div>
        {children}
        {typed === undefined ? null : (
          <div className="flex flex-col gap-1.5">
            <label htmlFor={id} className="text-body">
              Type <strong className="select-all font-semibold">{typed.text}</strong> to{" "}
              {typed.verb}
            </label>
            <TextInput
              id={id}
              value={text}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => setText(event.target.value)}
            />
          </div>
        )}
        {error === undefined ? null : (
          <div role="alert">
            <FieldError>{error}</FieldError>
          </div>
        )}
      </div>
      <footer className={footerLook}>
        <AlertDialog.Cancel asChild>
          <Button disabledReason={isHeld(props) ? reasons.underWay : undefined}>Cancel</Button>
        </AlertDialog.Cancel>
        <Button
          type="submit"
          variant={danger ? "danger" : "primary"}
          pending={pending}
          disabledReason={matches || typed === undefined ? undefined : `Type ${typed.text} first.`}
        >
          {confirm}
        </Button>
      </footer>
    </form>
  );
}
