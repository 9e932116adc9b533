import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { useStatusChange } from "../mutations.ts";
import { useKeyConsequences, withFacts } from "./consequences.ts";
import type { UserDialogProps } from "./props.ts";

/** Asks before a user is suspended (level 2: it interrupts somebody). */
export function SuspendDialog({ user, onClose, onFailed }: UserDialogProps) {
  const change = useStatusChange(onFailed);
  const facts = useKeyConsequences(user, "stop working while the user is suspended");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Suspend ${user.username}?`}
      consequences={withFacts(
        facts,
        "Roles, memberships and workspaces stay as they are.",
        "Activating brings everything back.",
      )}
      confirm={`Suspend ${user.username}`}
      onConfirm={() => {
        change({ user, status: "suspended" });
        onClose();
      }}
    />
  );
}
