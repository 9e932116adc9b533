import { useRefusal } from "../../lib/refusal.ts";
import { swallow } from "../button/button.tsx";
import { WithReason } from "../button/reason.tsx";

/** Takes back what a toast tells; refused while the server cannot be reached, and the toast stays. */
export function UndoButton({ onUndo }: { readonly onUndo: () => void }) {
  const reason = useRefusal(undefined, true);
  return (
    <WithReason reason={reason}>
      {(described) => (
        <button
          type="button"
          {...described}
          onClick={reason === undefined ? onUndo : swallow}
          className="-my-0.5 ms-auto h-6 shrink-0 rounded-control px-2 font-medium text-accent-text hover:bg-fill-hover aria-disabled:cursor-not-allowed aria-disabled:text-text-disabled aria-disabled:hover:bg-transparent"
        >
          Undo
        </button>
      )}
    </WithReason>
  );
}
