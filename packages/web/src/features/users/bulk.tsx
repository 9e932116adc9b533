import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { BulkRun } from "../../components/bulk/bulk-run.tsx";
import { BulkBar } from "../../components/data-table/bulk-bar.tsx";
import type { Matching } from "../../components/data-table/use-list-selection.ts";
import type { MenuItem } from "../../components/menu/menu.tsx";
import { toastDone, toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { usersChanged } from "../../lib/changed.ts";
import { problemOf, waitingOf } from "../../lib/problem.ts";
import type { AddKind } from "./add-to.ts";
import { doneText, sendAll, takeBack, takenBackText } from "./bulk-undo.ts";
import { type StatusChange, setStatus } from "./mutations.ts";
import type { User } from "./queries.ts";
import { type ActionContext, deleteReason, suspendReason } from "./user-actions.tsx";

const AddToDialog = lazy(async () => ({
  default: (await import("./add-to-dialog.tsx")).AddToDialog,
}));

type BulkAction = "suspend" | "activate" | "delete";

interface ActionFacts {
  readonly verb: string;
  readonly done: string;
  readonly danger: boolean;
  readonly consequences: readonly string[];
  readonly reason: (user: User, me: User | undefined) => string | undefined;
  readonly run: (user: User) => Promise<unknown>;
  /** What they are afterwards, where that can be taken back. */
  readonly made?: StatusChange["status"];
}

const actions: Readonly<Record<BulkAction, ActionFacts>> = {
  suspend: {
    verb: "Suspend",
    done: "suspended",
    danger: true,
    consequences: [
      "Their tokens and sessions stop working while they are suspended.",
      "Activating brings everything back.",
    ],
    reason: suspendReason,
    run: (user) => setStatus({ user, status: "suspended" }),
    made: "suspended",
  },
  activate: {
    verb: "Activate",
    done: "activated",
    danger: false,
    consequences: ["They may sign in, and their tokens work again."],
    reason: () => undefined,
    run: (user) => setStatus({ user, status: "active" }),
    made: "active",
  },
  delete: {
    verb: "Delete",
    done: "deleted",
    danger: true,
    consequences: [
      "Their tokens and sessions stop working now.",
      "Usernames and emails become free. The audit log keeps the names.",
      "This cannot be undone.",
    ],
    reason: deleteReason,
    run: (user) => api.call("deleteUser", { params: { user: user.id } }),
  },
};

/** The bar over selected users, and the dialog that runs what was chosen. */
export function UsersBulk({
  users,
  matching,
  context,
  onClear,
}: {
  readonly users: readonly User[];
  readonly matching: Matching | undefined;
  readonly context: ActionContext;
  readonly onClear: () => void;
}) {
  const [chosen, setChosen] = useState<BulkAction | null>(null);
  const queries = useQueryClient();
  const [addTo, setAddTo] = useState<AddKind | null>(null);
  const { may, me } = context;
  const finished = () => {
    onClear();
    void usersChanged(queries);
  };
  const item = (action: BulkAction): MenuItem => {
    const { verb, reason } = actions[action];
    const accepted = users.filter((user) => reason(user, me) === undefined).length;
    const isAll = accepted === users.length;
    return {
      label: isAll
        ? `${verb}${action === "delete" ? "…" : ""}`
        : `${verb} ${accepted.toLocaleString()} of ${users.length.toLocaleString()}…`,
      danger: action === "delete",
      onSelect: () => setChosen(action),
    };
  };
  const facts = chosen === null ? null : actions[chosen];
  return (
    <>
      <BulkBar
        count={users.length}
        matching={matching}
        onClear={onClear}
        actions={[
          ...(may("users.update") ? [item("suspend"), item("activate")] : []),
          ...(may("users.addMembers")
            ? [{ label: "Add to organization…", onSelect: () => setAddTo("organization") }]
            : []),
          ...(may("users.addToGroups")
            ? [{ label: "Add to group…", onSelect: () => setAddTo("group") }]
            : []),
          ...(may("users.delete") ? [item("delete")] : []),
        ]}
      />
      {addTo === null ? null : (
        <Suspense fallback={null}>
          <AddToDialog
            kind={addTo}
            users={users}
            onClose={(isChanged) => {
              setAddTo(null);
              if (isChanged) onClear();
            }}
          />
        </Suspense>
      )}
      {facts === null ? null : (
        <BulkRun
          verb={facts.verb}
          done={facts.done}
          what="users"
          danger={facts.danger}
          consequences={facts.consequences}
          items={users.map((user) => ({
            key: user.id,
            name: user.username,
            refused: facts.reason(user, me),
            user,
          }))}
          run={async ({ user }) => {
            await facts.run(user);
          }}
          waitingOf={waitingOf}
          messageOf={(error) => problemOf(error).message}
          onClose={(done) => {
            setChosen(null);
            if (done.length === 0) return;
            finished();
            if (facts.made !== undefined) {
              offerUndo(
                queries,
                done.map(({ user }) => user),
                facts.made,
              );
            }
          }}
        />
      )}
    </>
  );
}

/** Says how many were changed, and offers to bring back those who can be; the result of that counts refusals too. */
function offerUndo(
  queries: QueryClient,
  users: readonly User[],
  made: StatusChange["status"],
): void {
  const back = takeBack(users, made);
  const text = doneText(users.length, made);
  const [first] = back;
  if (first === undefined) {
    toastDone(text);
    return;
  }
  const undo = async () => {
    const result = await sendAll(back, setStatus);
    const told = takenBackText(result, first.status);
    if (result.failed === 0) toastDone(told);
    else toastFailed(told);
    await usersChanged(queries);
  };
  toastUndo(text, () => void undo());
}
