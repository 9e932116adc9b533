import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ResultDialog } from "../../components/bulk/result-dialog.tsx";
import type { EntryResult } from "../../components/bulk/result-list.tsx";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { type Entity, EntityPicker } from "../../components/entity-picker/entity-picker.tsx";
import { Field } from "../../components/field/field.tsx";
import { problemOf } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";
import { type AddKind, addKinds } from "./add-to.ts";
import type { User } from "./queries.ts";

/** Brings selected users into an organization or a group in one call; every one of them gets a result. */
export function AddToDialog({
  kind,
  users,
  onClose,
}: {
  readonly kind: AddKind;
  readonly users: readonly User[];
  readonly onClose: (changed: boolean) => void;
}) {
  const { label, help, find, add, changed } = addKinds[kind];
  const queries = useQueryClient();
  const [target, setTarget] = useState<Entity | null>(null);
  const [results, setResults] = useState<readonly EntryResult[]>();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const count = users.length === 1 ? "1 user" : `${users.length.toLocaleString()} users`;
  const start = async () => {
    if (target === null || isPending) return;
    setPending(true);
    setError(undefined);
    try {
      setResults(await add(target, users));
    } catch (thrown) {
      setError(problemOf(thrown).message);
    } finally {
      setPending(false);
      void changed(queries, target.id);
    }
  };
  if (results !== undefined) {
    return <ResultDialog results={results} what="users" done="added" onClose={onClose} />;
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={() => (isPending ? undefined : onClose(false))}
      title={`Add ${count} to ${label === "Group" ? "a group" : "an organization"}`}
      footer={
        <>
          <Button
            disabledReason={isPending ? reasons.underWay : undefined}
            onClick={() => onClose(false)}
          >
            Cancel
          </Button>
          <Button
            variant="primary"
            writes
            pending={isPending}
            disabledReason={
              target === null ? `No ${label.toLowerCase()} is chosen yet.` : undefined
            }
            onClick={() => void start()}
          >
            Add {count}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error === undefined ? null : (
          <div role="alert">
            <Callout tone="danger" title="Nobody was added.">
              {error}
            </Callout>
          </div>
        )}
        <Field label={label} help={help}>
          <EntityPicker search={find} value={target} onChange={setTarget} />
        </Field>
      </div>
    </Dialog>
  );
}
