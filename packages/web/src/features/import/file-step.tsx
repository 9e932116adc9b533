import { Button } from "../../components/button/button.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { FileDrop } from "./file-drop.tsx";
import type { Import } from "./use-import.ts";

/** Where the file is chosen; then how much of it is read, or how many rows it has. */
export function FileStep({ state }: { readonly state: Import }) {
  const { step, reading, entries, secrets } = state;
  if (reading !== null) {
    const percent = Math.floor(reading * 100);
    return (
      <>
        <div className="flex flex-wrap items-center gap-3 text-dense">
          <span className="tabular-nums">Reading the file · {percent} %</span>
          <Button size="sm" onClick={state.stop}>
            Stop
          </Button>
        </div>
        <Progress label="Reading" value={percent} />
      </>
    );
  }
  if (step === "file") return <FileDrop onSource={(source) => void state.take(source)} />;
  return (
    <div className="flex flex-wrap items-center gap-3 text-dense">
      <span>{entries.length === 1 ? "1 row" : `${entries.length.toLocaleString()} rows`}</span>
      {step === "checked" || step === "created" ? (
        <Button
          size="sm"
          disabledReason={
            secrets.length > 0 ? "Download the passwords first: no other page has them." : undefined
          }
          onClick={state.startOver}
        >
          Choose another file
        </Button>
      ) : null}
    </div>
  );
}
