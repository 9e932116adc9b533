import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { namedOrganization } from "../../lib/organization.ts";
import { organizationsQuery } from "../../lib/queries.ts";
import { affectedBy } from "./affected.ts";
import { type ColumnName, type Entry, signsInByPassword, UnreadableFile } from "./entries.ts";
import { readInWorker } from "./read.ts";
import { type RowResult, runImport, stoppedText } from "./run.ts";

/** Where the import is. */
export type ImportStep = "file" | "checking" | "checked" | "creating" | "created";

/** Results by the row's index. */
export type Results = ReadonlyMap<number, RowResult>;

/** The state of an import, and what can be done with it. */
export function useImport() {
  const { data: organizations } = useSuspenseQuery(organizationsQuery);
  const queries = useQueryClient();
  const [step, setStep] = useState<ImportStep>("file");
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const [results, setResults] = useState<Results>(new Map());
  const [isHandedOut, setHandedOut] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const controller = useRef(new AbortController());
  // Whoever leaves stops the run; what was sent is finished.
  useEffect(() => () => controller.current.abort(), []);

  const run = async (
    rows: readonly Entry[],
    dryRun: boolean,
    isWanted?: (index: number) => boolean,
  ) => {
    controller.current.abort();
    const own = new AbortController();
    controller.current = own;
    setEntries(rows);
    // Rows that are not sent keep what was said of them: the report tells of all.
    setResults((before) =>
      isWanted === undefined
        ? new Map()
        : new Map([...before].filter(([index]) => !isWanted(index))),
    );
    setFault(null);
    setStep(dryRun ? "checking" : "creating");
    try {
      await runImport(rows, {
        dryRun,
        signal: own.signal,
        ...(isWanted === undefined ? {} : { isWanted }),
        organizationId: (name) => namedOrganization(organizations, name)?.id,
        // A newer run has its own results.
        onResults: (more) => {
          if (controller.current === own) setResults((before) => new Map([...before, ...more]));
        },
      });
    } catch (thrown) {
      if (!own.signal.aborted) setFault(stoppedText(thrown));
    }
    if (controller.current !== own) return;
    setStep(dryRun ? "checked" : "created");
    if (!dryRun) await queries.invalidateQueries({ queryKey: ["users"] });
  };
  const firstCreated = [...results]
    .filter(([, { state }]) => state === "created")
    .sort(([a], [b]) => a - b)[0]?.[1].userId;
  // The server's clock counts: the list of the new users begins when the first of them was made.
  const { data: first } = useQuery({
    queryKey: ["users", "one", firstCreated],
    queryFn: ({ signal }) =>
      api.call("getUser", { params: { user: firstCreated ?? "" } }, { signal }),
    enabled: step === "created" && firstCreated !== undefined,
  });
  const secrets = entries.filter(
    (entry, index) => results.get(index)?.state === "created" && signsInByPassword(entry),
  );
  return {
    step,
    /** Created users whose generated passwords nobody has seen yet; empty once they were downloaded. */
    secrets: step === "created" && !isHandedOut ? secrets : [],
    handedOut: () => setHandedOut(true),
    entries,
    ignored,
    results,
    fault,
    /** When the first user was created, by the server's clock; undefined until that is known. */
    createdFrom: first?.created_at,
    /** Reads a file, or the text of one, and has it checked. */
    async take(source: Blob | string): Promise<void> {
      try {
        const file = await readInWorker(source);
        setIgnored(file.ignored);
        setHandedOut(false);
        void run(file.entries, true);
      } catch (thrown) {
        if (!(thrown instanceof UnreadableFile)) throw thrown;
        setFault(thrown.message);
      }
    },
    /** Changes a cell and has the row checked again, with those that depend on it and those that were not checked yet. */
    edit(index: number, column: ColumnName, value: string): void {
      const next = entries.map((entry, at) =>
        at === index ? { ...entry, values: { ...entry.values, [column]: value } } : entry,
      );
      const touched = affectedBy(index, entries, next);
      void run(next, true, (at) => touched.has(at) || !results.has(at));
    },
    /** Has the rows checked that have no result yet: the check was stopped, or a part of it failed. */
    checkRest(): void {
      void run(entries, true, (index) => !results.has(index));
    },
    /** Creates the rows that were found valid. */
    create(): void {
      const valid = indexesOf(results, "valid");
      void run(entries, false, (index) => valid.has(index));
    },
    /** Sends the rows that have no result: the run was stopped, or a part of it failed. */
    resume(): void {
      setHandedOut(false);
      const done = new Set(results.keys());
      void run(entries, false, (index) => !done.has(index));
    },
    stop: () => controller.current.abort(),
    startOver: () => setStep("file"),
  };
}

function indexesOf(results: Results, state: RowResult["state"]): ReadonlySet<number> {
  return new Set(
    [...results].flatMap(([index, result]) => (result.state === state ? [index] : [])),
  );
}

/** What {@link useImport} gives. */
export type Import = ReturnType<typeof useImport>;
