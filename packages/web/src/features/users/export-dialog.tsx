import { useEffect, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { download } from "../../lib/csv.ts";
import { problemOf } from "../../lib/problem.ts";
import { type ExportProgress, exportUsers } from "./export-users.ts";

/** Exports the users that match as CSV, with progress; closing stops it. */
export function ExportDialog({
  q,
  organizationName,
  onClose,
}: {
  readonly q: string;
  readonly organizationName: (id: string) => string;
  readonly onClose: () => void;
}) {
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [failure, setFailure] = useState<unknown>(undefined);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    exportUsers({ q, signal, organizationName, onProgress: setProgress }).then(
      (parts) => {
        download(parts, "users.csv");
        setDone(true);
      },
      (thrown: unknown) => {
        if (!signal.aborted) setFailure(thrown);
      },
    );
    return () => controller.abort();
  }, [q, organizationName]);
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={isDone ? `${done.toLocaleString()} users exported.` : "Export users"}
      footer={
        <Button onClick={onClose}>{isDone || failure !== undefined ? "Close" : "Stop"}</Button>
      }
    >
      {failure === undefined ? (
        <div className="flex flex-col gap-3">
          <Progress label="Export" value={done} max={Math.max(total, 1)} />
          <p className="text-dense text-text-secondary tabular-nums">
            {done.toLocaleString()} of {total.toLocaleString()}
            {q === "" ? "" : `, only those that match ${q}`}
          </p>
        </div>
      ) : (
        <div role="alert">
          <Callout tone="danger" title="The export stopped.">
            {problemOf(failure).message} Nothing was saved.
          </Callout>
        </div>
      )}
    </Dialog>
  );
}
