import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { RadioCards } from "../../components/radio-cards/radio-cards.tsx";
import { download } from "../../lib/csv.ts";
import { problemOf } from "../../lib/problem.ts";
import { type Exported, type ExportFormat, exportEntries, maxExported } from "./export-entries.ts";

type State =
  | { readonly step: "choice" }
  | { readonly step: "running"; readonly count: number }
  | { readonly step: "done"; readonly exported: Exported }
  | { readonly step: "failed"; readonly failure: unknown };

const types: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv",
  jsonl: "application/jsonl",
};

/** Exports the entries that match as a file, with progress; closing stops it. */
export function ExportDialog({ q, onClose }: { readonly q: string; readonly onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [state, setState] = useState<State>({ step: "choice" });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const start = async () => {
    controller.current = new AbortController();
    const { signal } = controller.current;
    setState({ step: "running", count: 0 });
    try {
      const onProgress = (count: number) => setState({ step: "running", count });
      const exported = await exportEntries({ q, format, signal, onProgress });
      download(exported.parts, `audit-log.${format}`, types[format]);
      setState({ step: "done", exported });
    } catch (failure) {
      if (!signal.aborted) setState({ step: "failed", failure });
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Export the audit log"
      description={q === "" ? "All entries that you may read." : `Entries that match ${q}.`}
      footer={
        <>
          <Button onClick={onClose}>{state.step === "running" ? "Stop" : "Close"}</Button>
          {state.step === "choice" ? (
            <Button variant="primary" onClick={() => void start()}>
              Export entries
            </Button>
          ) : null}
        </>
      }
    >
      {state.step === "choice" ? (
        <RadioCards
          label="Format"
          value={format}
          onChange={setFormat}
          options={[
            { value: "csv", label: "CSV", description: "A table, for spreadsheets." },
            { value: "jsonl", label: "JSON Lines", description: "Every field, one entry a line." },
          ]}
        />
      ) : (
        <Outcome state={state} />
      )}
    </Dialog>
  );
}

function Outcome({ state }: { readonly state: Exclude<State, { readonly step: "choice" }> }) {
  if (state.step === "failed") {
    return (
      <div role="alert">
        <Callout tone="danger" title="The export stopped.">
          {problemOf(state.failure).message} No file was saved.
        </Callout>
      </div>
    );
  }
  if (state.step === "running") {
    return (
      <div className="flex flex-col gap-3">
        <Progress label="Export" />
        <p className="text-dense text-text-secondary tabular-nums">
          {state.count.toLocaleString()} entries so far
        </p>
      </div>
    );
  }
  const { count, isCut } = state.exported;
  return (
    <div className="flex flex-col gap-3" role="status">
      <p>{count.toLocaleString()} entries exported.</p>
      {isCut ? (
        <Callout tone="warning" title="Older entries were left out.">
          A file holds at most {maxExported.toLocaleString()} entries. Choose a time range to export
          the rest.
        </Callout>
      ) : null}
    </div>
  );
}
