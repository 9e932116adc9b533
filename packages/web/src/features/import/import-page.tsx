import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { csvLine, download } from "../../lib/csv.ts";
import { usePlace } from "../../lib/place.ts";
import { columns, type Entry } from "./entries.ts";
import { FileDrop } from "./file-drop.tsx";
import { ImportTable } from "./import-table.tsx";
import type { RowResult } from "./run.ts";
import { type Import, type Results, useImport } from "./use-import.ts";

/** Creates many users from a CSV file: read here, checked by the server row by row, then created. */
export function Page() {
  const state = useImport();
  const { step, entries, results, fault, ignored } = state;
  usePlace([{ label: "Users", to: "/users" }, { label: "Import users" }]);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-6">
      <LeaveGuard changed={unsaved(state)} />
      <PageHeader
        title="Import users"
        meta="From a CSV file, checked row by row before anything is created."
      />
      {fault === null ? null : (
        <div role="alert">
          <Callout tone="danger">{fault}</Callout>
        </div>
      )}
      {ignored.length === 0 ? null : (
        <Callout tone="warning">Columns that are left out: {ignored.join(", ")}.</Callout>
      )}
      {step === "file" ? (
        <FileDrop onText={state.take} />
      ) : (
        <>
          <Tools state={state} />
          <Secrets state={state} />
          <ImportTable
            entries={entries}
            results={results}
            onEdit={step === "checked" ? state.edit : undefined}
          />
        </>
      )}
    </div>
  );
}

/** What leaving now would lose. */
function unsaved({ step, entries, secrets }: Import): readonly string[] {
  if (secrets.length > 0) return ["the generated passwords"];
  return step === "checked" && entries.length > 0 ? ["the file"] : [];
}

/** The generated passwords of created users, to hand out: they exist in this page alone. */
function Secrets({ state }: { readonly state: Import }) {
  const { secrets, handedOut } = state;
  if (secrets.length === 0) return null;
  const count =
    secrets.length === 1 ? "1 password was" : `${secrets.length.toLocaleString()} passwords were`;
  const save = () => {
    const lines = secrets.map(({ values, password }) =>
      csvLine([values.username, values.email, password]),
    );
    download([csvLine(["username", "email", "password"]), ...lines], "passwords.csv");
    handedOut();
  };
  return (
    <Callout
      tone="warning"
      title={`${count} generated.`}
      action={<Button onClick={save}>Download passwords</Button>}
    >
      They are stored only as hashes. Gatehouse cannot show them again.
    </Callout>
  );
}

function countOf(results: Results, state: RowResult["state"]): number {
  return [...results.values()].filter((result) => result.state === state).length;
}

function Tools({ state }: { readonly state: Import }) {
  const { step, entries, results } = state;
  const isRunning = step === "checking" || step === "creating";
  const left = entries.length - results.size;
  const good = step === "created" || step === "creating" ? "created" : "valid";
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-body tabular-nums" aria-live="polite">
          {entries.length.toLocaleString()} rows · {countOf(results, good).toLocaleString()} {good}{" "}
          · {countOf(results, "refused").toLocaleString()} refused
          {step === "created" && left > 0 ? ` · ${left.toLocaleString()} not sent` : ""}
        </p>
        <span className="ms-auto flex flex-wrap gap-2">
          {isRunning ? <Button onClick={state.stop}>Stop</Button> : <Choices state={state} />}
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

function Choices({ state }: { readonly state: Import }) {
  const { step, entries, results } = state;
  const valid = countOf(results, "valid");
  const left = entries.length - results.size;
  return (
    <>
      <Button onClick={state.startOver}>Choose another file</Button>
      {countOf(results, "refused") > 0 ? (
        <Button onClick={() => downloadRefused(entries, results)}>Download refused rows</Button>
      ) : null}
      {step === "checked" ? (
        <Button
          variant="primary"
          disabledReason={valid === 0 ? "No row is valid. Mend one first." : undefined}
          onClick={state.create}
        >
          Create {valid.toLocaleString()} {valid === 1 ? "user" : "users"}
        </Button>
      ) : (
        <>
          {left > 0 ? (
            <Button onClick={state.resume}>Create the other {left.toLocaleString()}</Button>
          ) : null}
          <LinkButton to="/users?sort=-created_at" variant="primary">
            Show them in the list
          </LinkButton>
        </>
      )}
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
