import { Callout } from "../../components/callout/callout.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Forbidden } from "../../components/states/states.tsx";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { CheckSummary } from "./check-summary.tsx";
import { CreateStep } from "./create-step.tsx";
import { FileStep } from "./file-step.tsx";
import { ImportTable } from "./import-table.tsx";
import { importChecks } from "./permissions.ts";
import { Step } from "./step.tsx";
import { type Import, useImport } from "./use-import.ts";

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
        <FileStep state={state} />
      </Step>
      <Step number={2} title="Check">
        {hasFile ? (
          <>
            <CheckSummary state={state} />
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
        {hasFile ? <CreateStep state={state} /> : null}
        <p className="text-dense text-text-secondary">
          Refused rows are skipped and can be downloaded.
        </p>
      </Step>
    </div>
  );
}

/** What leaving now would lose. */
function unsaved({ step, entries, secrets }: Import): readonly string[] {
  const passwords = secrets.length > 0 ? ["the generated passwords"] : [];
  if (step === "creating") return ["the import, which stops", ...passwords];
  return step === "checked" && entries.length > 0 ? ["the file"] : passwords;
}
