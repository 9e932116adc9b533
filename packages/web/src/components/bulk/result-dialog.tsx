import { download } from "../../lib/csv.ts";
import { Button } from "../button/button.tsx";
import { Dialog } from "../dialog/dialog.tsx";
import { type EntryResult, ResultList, resultFile, resultTitle } from "./result-list.tsx";

/** What became of every entry of a change that was sent at once, to read and to download. */
export function ResultDialog({
  results,
  what,
  done,
  onClose,
}: {
  readonly results: readonly EntryResult[];
  /** Plural noun: "members". */
  readonly what: string;
  /** What was done: "removed". */
  readonly done: string;
  /** Closed; true when anything was changed. */
  readonly onClose: (changed: boolean) => void;
}) {
  const isChanged = results.some(({ state }) => state === "done");
  return (
    <Dialog
      open
      wide
      onOpenChange={() => onClose(isChanged)}
      title={resultTitle(results, what, done)}
      footer={
        <>
          <Button onClick={() => download(resultFile(results), `${done}.csv`)}>
            Download result
          </Button>
          <Button variant="primary" onClick={() => onClose(isChanged)}>
            Close
          </Button>
        </>
      }
    >
      <ResultList results={results} />
    </Dialog>
  );
}
