import { type ReactNode, useId } from "react";
import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Progress } from "../../components/progress/progress.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { csvLine, download } from "../../lib/csv.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { columns, type Entry } from "./entries.ts";
import { FileDrop } from "./file-drop.tsx";
import { ImportTable } from "./import-table.tsx";
import { importChecks } from "./permissions.ts";
import { type Import, type Results, useImport } from "./use-import.ts";

/** Creates many users from a CSV file, for whoever may create users. */
export function Page() {
  const may = useMay(importChecks);
  usePlace([{ label: "Users", to: "/users" }, { label: "Import users" }]);
  return may("import.createUsers") ? (
    <ImportUsers />
  ) : (
    <Forbidden back={{ label: "Open your account", to: "/settings/account" }}>
      You need the <em>user admin</em> role to create users. An owner can grant it.
    </Forbidden>
  );
}

/** Read here, checked by the server row by row, then created: three steps on one page. */
function ImportUsers() {
  const state = useImport();
  const { step, entries, results, fault, ignored } = state;
  const hasFile = step !== "file";
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
      <Step number={1} title="File">
        {hasFile ? (
          <div className="flex flex-wrap items-center gap-3 text-dense">
            <span>
              {entries.length === 1 ? "1 row" : `${entries.length.toLocaleString()} rows`}
            </span>
            {step === "checked" || step === "created" ? (
              <Button size="sm" onClick={state.startOver}>
                Choose another file
              </Button>
            ) : null}
          </div>
        ) : (
          <FileDrop onSource={(source) => void state.take(source)} />
        )}
      </Step>
      <Step number={2} title="Check">
        {hasFile ? (
          <>
            <Counts state={state} />
            <ImportTable
              entries={entries}
              results={results}
              onEdit={step === "checking" || step === "checked" ? state.edit : undefined}
            />
          </>
        ) : (
          <p className="text-dense text-text-secondary">
            A dry run: the server judges every row and writes nothing.
          </p>
        )}
      </Step>
      <Step number={3} title="Create">
        {hasFile ? (
          <>
            <Secrets state={state} />
            <Create state={state} />
          </>
        ) : null}
        <p className="text-dense text-text-secondary">
          Refused rows are skipped and can be downloaded.
        </p>
      </Step>
    </div>
  );
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-4 border-border-subtle border-t pt-6 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <h2 id={id} className="flex items-center gap-2 text-h2">
        <span
          aria-hidden
          className="flex size-5 items-center justify-center rounded-full bg-fill text-caption text-text-secondary"
        >
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What leaving now would lose. */
function unsaved({ step, entries, secrets }: Import): readonly string[] {
  if (secrets.length > 0) return ["the generated passwords"];
  if (step === "creating") return ["the import, which stops"];
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

/** How many rows have which result. */
function countsOf(results: Results) {
  const counts = { valid: 0, created: 0, refused: 0, exist: 0 };
  for (const { state, exists } of results.values()) counts[exists === true ? "exist" : state] += 1;
  return counts;
}

/** "487 rows · 470 valid · 12 refused · 5 exist", and how many have no result where the run has ended. */
function countText({ step, entries, results }: Import): string {
  const counts = countsOf(results);
  const isCreated = step === "created" || step === "creating";
  const left = entries.length - results.size;
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

function Counts({ state }: { readonly state: Import }) {
  const { step, entries, results } = state;
  const isRunning = step === "checking" || step === "creating";
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-body tabular-nums" aria-live="polite">
          {countText(state)}
        </p>
        <span className="ms-auto flex flex-wrap gap-2">
          {isRunning ? (
            <Button size="sm" onClick={state.stop}>
              Stop
            </Button>
          ) : (
            <AfterRun state={state} />
          )}
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

function AfterRun({ state }: { readonly state: Import }) {
  const { step, entries, results } = state;
  const { refused, exist } = countsOf(results);
  const left = entries.length - results.size;
  return (
    <>
      {step === "checked" && left > 0 ? (
        <Button size="sm" onClick={state.checkRest}>
          Check the other {left.toLocaleString()}
        </Button>
      ) : null}
      {refused + exist > 0 ? (
        <Button size="sm" onClick={() => downloadRefused(entries, results)}>
          Download refused rows
        </Button>
      ) : null}
    </>
  );
}

function Create({ state }: { readonly state: Import }) {
  const { step, entries, results, createdFrom } = state;
  const { valid } = countsOf(results);
  const left = entries.length - results.size;
  if (step === "created") {
    const search =
      createdFrom === undefined ? { sort: "-created_at" } : { q: `created_after:"${createdFrom}"` };
    return (
      <div className="flex flex-wrap gap-2">
        <LinkButton to={`/users?${new URLSearchParams(search)}`} variant="primary">
          Show them in the list
        </LinkButton>
        {left > 0 ? (
          <Button writes onClick={state.resume}>
            Create the other {left.toLocaleString()}
          </Button>
        ) : null}
      </div>
    );
  }
  const text = `Create ${valid.toLocaleString()} ${valid === 1 ? "user" : "users"}`;
  return (
    <Button
      variant="primary"
      className="self-start"
      writes
      pending={step === "creating"}
      disabledReason={refusal(step, valid)}
      onClick={state.create}
    >
      {step === "creating" ? "Create users" : text}
    </Button>
  );
}

/** Why nothing can be created now. */
function refusal(step: Import["step"], valid: number): string | undefined {
  if (step === "checking") return "The rows are being checked.";
  return step === "checked" && valid === 0 ? "No row is valid. Mend one first." : undefined;
}

function downloadRefused(entries: readonly Entry[], results: Results): void {
  const lines = entries.flatMap((entry, at) => {
    const result = results.get(at);
    if (result?.state !== "refused") return [];
    return [csvLine([...columns.map((name) => entry.values[name]), result.faults.join(" · ")])];
  });
  download([csvLine([...columns, "refused_because"]), ...lines], "refused-users.csv");
}
