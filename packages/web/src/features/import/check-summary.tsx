import { Button } from "../../components/button/button.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { csvLine, download } from "../../lib/csv.ts";
import { columns, type Entry } from "./entries.ts";
import type { Import, Results } from "./use-import.ts";

/** "487 rows · 470 valid · 12 refused · 5 exist", and how many have no result where the run has ended. */
function countText({ step, entries, counts, left }: Import): string {
  const isCreated = step === "created" || step === "creating";
  const ended = { checked: "not checked", created: "not sent" }[String(step)];
  const parts = [
    [entries.length, "rows"],
    isCreated ? [counts.created, "created"] : [counts.valid, "valid"],
    [counts.refused, "refused"],
    [counts.exist, counts.exist === 1 ? "exists" : "exist"],
    ...(left > 0 && ended !== undefined ? [[left, ended]] : []),
  ];
  return parts.map(([count = 0, word]) => `${count.toLocaleString()} ${word}`).join(" · ");
}

/** How many rows have which result, how far the run is, and what can be done with the result. */
export function CheckSummary({ state }: { readonly state: Import }) {
  const { step, entries, results } = state;
  const isRunning = step === "checking" || step === "creating";
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        {/* The bar tells of a run on its way; the words are told at its end. */}
        <p className="text-body tabular-nums" aria-live={isRunning ? "off" : "polite"}>
          {countText(state)}
        </p>
        <span className="ms-auto flex flex-wrap gap-2">
          {isRunning ? <StopRun state={state} /> : <AfterRun state={state} />}
        </span>
      </div>
      {isRunning ? (
        <Progress
          label={step === "checking" ? "Checking" : "Creating"}
          value={results.size}
          max={Math.max(1, entries.length)}
        />
      ) : null}
    </>
  );
}

/** Ends the run: a check at once, creation once the rows that were sent have their results. */
function StopRun({ state }: { readonly state: Import }) {
  if (state.isStopping) {
    return (
      <p role="status" className="text-dense text-text-secondary">
        Stopping. The rows that were sent are finished first.
      </p>
    );
  }
  return (
    <Button size="sm" onClick={state.stop}>
      Stop
    </Button>
  );
}

function AfterRun({ state }: { readonly state: Import }) {
  const { step, entries, results, counts, left } = state;
  return (
    <>
      {step === "checked" && left > 0 ? (
        <Button size="sm" onClick={state.checkRest}>
          Check the other {left.toLocaleString()}
        </Button>
      ) : null}
      {counts.refused + counts.exist > 0 ? (
        <Button size="sm" onClick={() => downloadRefused(entries, results)}>
          Download refused rows
        </Button>
      ) : null}
    </>
  );
}

function downloadRefused(entries: readonly Entry[], results: Results): void {
  const lines = entries.flatMap((entry, at) => {
    const result = results.get(at);
    if (result?.state !== "refused") return [];
    return [csvLine([...columns.map((name) => entry.values[name]), result.faults.join(" · ")])];
  });
  download([csvLine([...columns, "refused_because"]), ...lines], "refused-users.csv");
}
