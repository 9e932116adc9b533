import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { copyWithToast } from "../../../components/toaster/toast.tsx";
import { useMay } from "../../../lib/permissions.ts";
import { meQuery } from "../../../lib/queries.ts";
import { useStatusChange } from "../mutations.ts";
import { usersChecks } from "../permissions.ts";
import type { User } from "../queries.ts";
import type { ActionContext, UserDialog } from "../user-actions.tsx";
import type { UserDialogProps } from "./props.ts";
import { SuspendDialog } from "./suspend-dialog.tsx";

/** Only the one that is asked for most is here from the start. */
const dialogs: Readonly<Record<UserDialog, ComponentType<UserDialogProps>>> = {
  suspend: SuspendDialog,
  reset: lazy(async () => ({
    default: (await import("./reset-password-dialog.tsx")).ResetPasswordDialog,
  })),
  sessions: lazy(async () => ({
    default: (await import("./end-sessions-dialog.tsx")).EndSessionsDialog,
  })),
  rename: lazy(async () => ({ default: (await import("./rename-dialog.tsx")).RenameDialog })),
  delete: lazy(async () => ({ default: (await import("./delete-dialog.tsx")).DeleteDialog })),
};

/** The actions about users with their dialogs; mount `dialog` once, outside of menus. */
export function useUserDialogs(onFailed?: (id: string) => void): {
  readonly context: ActionContext;
  readonly dialog: ReactNode;
} {
  const [shown, setShown] = useState<{ kind: UserDialog; user: User } | null>(null);
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const changeStatus = useStatusChange(onFailed);
  const Shown = shown === null ? null : dialogs[shown.kind];
  return {
    context: {
      me,
      may,
      open: (kind, user) => setShown({ kind, user }),
      activate: (user) => changeStatus({ user, status: "active" }),
      copyId: (user) => void copyWithToast(user.id, "Id"),
    },
    dialog:
      shown === null || Shown === null ? null : (
        <Suspense fallback={null}>
          <Shown user={shown.user} onClose={() => setShown(null)} onFailed={onFailed} />
        </Suspense>
      ),
  };
}
