import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { startTransition, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { usersChanged } from "../../lib/changed.ts";
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

/** How many rows have which result. */
export type Counts = Readonly<Record<"valid" | "created" | "refused" | "exist", number>>;

/** Reading that is over sooner needs no words. */
const quickMs = 200;

/** The state of an import, and what can be done with it. */
export function useImport() {
  const { data: organizations } = useSuspenseQuery(organizationsQuery);
  const queries = useQueryClient();
  const [step, setStep] = useState<ImportStep>("file");
  const [reading, setReading] = useState<number | null>(null);
  const [isStopping, setStopping] = useState(false);
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const [results, setResults] = useState<Results>(new Map());
  const [isHandedOut, setHandedOut] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const controller = useRef(new AbortController());
  // Whoever leaves stops the run; what was sent is finished.
  useEffect(() => () => controller.current.abort(), []);

  /** Work of its own: what was under way is given up. */
  const begin = (): AbortController => {
    controller.current.abort();
    controller.current = new AbortController();
    setFault(null);
    setStopping(false);
    return controller.current;
  };
  const run = async (
    rows: readonly Entry[],
    dryRun: boolean,
    isWanted?: (index: number) => boolean,
  ) => {
    const own = begin();
    const show = () => {
      setReading(null);
      setEntries(rows);
      // Rows that are not sent keep what was said of them: the report tells of all.
      setResults((before) =>
        isWanted === undefined
          ? new Map()
          : new Map([...before].filter(([index]) => !isWanted(index))),
      );
      setStep(dryRun ? "checking" : "creating");
    };
    // A table of thousands is drawn in turns; a button that creates must not be there a second time.
    if (dryRun) startTransition(show);
    else show();
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
    if (!dryRun) await usersChanged(queries);
  };
  const counts = useMemo(() => countsOf(results), [results]);
  const firstCreated = useMemo(
    () => (step === "created" ? firstCreatedOf(results) : undefined),
    [step, results],
  );
  // The server's clock counts: the list of the new users begins when the first of them was made.
  const { data: first } = useQuery({
    queryKey: ["users", "one", firstCreated],
    queryFn: ({ signal }) =>
      api.call("getUser", { params: { user: firstCreated ?? "" } }, { signal }),
    enabled: firstCreated !== undefined,
  });
  const secrets = useMemo(
    () =>
      entries.filter(
        (entry, index) => results.get(index)?.state === "created" && signsInByPassword(entry),
      ),
    [entries, results],
  );
  return {
    step,
    /** How much of the file is read, from 0 to 1, where that takes a while; else null. */
    reading,
    /** Whether the run ends once the server has answered what was sent. */
    isStopping,
    /** Created users whose generated passwords nobody has seen yet; empty once they were downloaded. */
    secrets: isHandedOut ? [] : secrets,
    handedOut: () => setHandedOut(true),
    counts,
    /** Rows without a result. */
    left: entries.length - results.size,
    entries,
    ignored,
    results,
    fault,
    /** When the first user was created, by the server's clock; undefined until that is known. */
    createdFrom: first?.created_at,
    /** Reads a file, or the text of one, and has it checked. */
    async take(source: Blob | string): Promise<void> {
      const own = begin();
      const began = performance.now();
      const onShare = (share: number) => {
        if (performance.now() - began > quickMs) setReading(share);
      };
      try {
        const file = await readInWorker(source, { signal: own.signal, onShare });
        setIgnored(file.ignored);
        setHandedOut(false);
        void run(file.entries, true);
      } catch (thrown) {
        if (controller.current !== own) return;
        setReading(null);
        if (own.signal.aborted) return;
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
    stop(): void {
      setStopping(step === "creating");
      controller.current.abort();
    },
    startOver: () => setStep("file"),
  };
}

function countsOf(results: Results): Counts {
  const counts = { valid: 0, created: 0, refused: 0, exist: 0 };
  for (const { state, exists } of results.values()) counts[exists === true ? "exist" : state] += 1;
  return counts;
}

/** The id of the user that was created first: rows are sent in their order. */
function firstCreatedOf(results: Results): string | undefined {
  let first: { readonly index: number; readonly userId: string | undefined } | undefined;
  for (const [index, { state, userId }] of results) {
    if (state === "created" && (first === undefined || index < first.index)) {
      first = { index, userId };
    }
  }
  return first?.userId;
}

function indexesOf(results: Results, state: RowResult["state"]): ReadonlySet<number> {
  return new Set(
    [...results].flatMap(([index, result]) => (result.state === state ? [index] : [])),
  );
}

/** What {@link useImport} gives. */
export type Import = ReturnType<typeof useImport>;
