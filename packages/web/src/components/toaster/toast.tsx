import { CircleAlert, CircleCheck } from "lucide-react";
import { toast as sonner } from "sonner";
import { copyOrShow } from "../../lib/clipboard.ts";
import { UndoButton } from "./undo-button.tsx";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** Says that something happened which the page does not show: "mara suspended." Goes after 5 s. */
export function toastDone(text: string): void {
  sonner(text, { duration: 5_000, icon: <CircleCheck {...icon} className="text-success-solid" /> });
}

/** Copies a text and says so: "Id copied." Where the browser refuses, a dialog shows the text. */
export async function copyWithToast(text: string, what: string): Promise<void> {
  if (await copyOrShow(text, what)) toastDone(`${what} copied.`);
}

/** Says what happened and offers to take it back for 8 s. */
export function toastUndo(text: string, undo: () => void): void {
  const id = sonner(
    <span>
      {text}
      <span className="sr-only"> Undo available.</span>
    </span>,
    {
      duration: 8_000,
      icon: <CircleCheck {...icon} className="text-success-solid" />,
      action: (
        <UndoButton
          onUndo={() => {
            sonner.dismiss(id);
            undo();
          }}
        />
      ),
    },
  );
}

/** Says what did not happen and why; stays until closed. The page shows the error as well. */
export function toastFailed(text: string, requestId?: string): void {
  sonner.error(text, {
    duration: Number.POSITIVE_INFINITY,
    closeButton: true,
    icon: <CircleAlert {...icon} className="text-danger-solid" />,
    ...(requestId === undefined ? {} : { description: `Request ${requestId}` }),
  });
}
