import { type ReactNode, useState } from "react";
import { download } from "../../lib/csv.ts";
import { reasons } from "../../lib/reasons.ts";
import { type EntryResult, ResultList, resultFile, resultTitle } from "../bulk/result-list.tsx";
import { runBulk, type Waiting } from "../bulk/run.ts";
import { Button } from "../button/button.tsx";
import { Callout } from "../callout/callout.tsx";
import { Drawer } from "../drawer/drawer.tsx";
import { EntitiesPicker, type Entity, type EntitySearch } from "../entity-picker/entity-picker.tsx";
import { Field } from "../field/field.tsx";
import { TextArea } from "../text-input/text-input.tsx";
import { maxNames, pastedText, readPeople } from "./people.ts";

/** Somebody to add: an id or a username, and how they are called in the result. */
export interface Person {
  readonly ref: string;
  readonly name: string;
}

interface PeopleDrawerProps {
  /** "Add members" */
  readonly title: string;
  readonly description?: ReactNode;
  /** Must stay the same function; people who are in already have a reason. */
  readonly search: EntitySearch;
  /** Finds a username by an e-mail address; undefined when nobody has it. */
  readonly findByEmail: (email: string, signal: AbortSignal) => Promise<Person | undefined>;
  /** Adds all of them at once. Throws when nobody was added. */
  readonly add: (people: readonly Person[]) => Promise<readonly EntryResult[]>;
  /** What adding those that are picked would give them. */
  readonly preview?: ((picked: readonly Entity[]) => ReactNode) | undefined;
  readonly waitingOf: (error: unknown) => Waiting | undefined;
  readonly messageOf: (error: unknown) => string;
  /** More to choose: roles to give. */
  readonly children?: ReactNode;
  /** Closed; true when anybody was added. */
  readonly onClose: (changed: boolean) => void;
}

/** Picks or pastes people and adds them in one call; every one of them gets a result. */
export function PeopleDrawer(props: PeopleDrawerProps) {
  const { title, onClose } = props;
  const [picked, setPicked] = useState<readonly Entity[]>([]);
  const [text, setText] = useState("");
  const [results, setResults] = useState<readonly EntryResult[]>();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const pasted = readPeople(text);
  const count = picked.length + pasted.names.length + pasted.emails.length;
  const start = async () => {
    if (isPending || count === 0 || pasted.fault !== undefined) return;
    setPending(true);
    setError(undefined);
    try {
      const found = await lookUp(pasted.emails, props);
      const people = unique([
        ...picked.map(({ id, name }) => ({ ref: id, name })),
        ...pasted.names.map((name) => ({ ref: name, name })),
        ...found.people,
      ]);
      const added = people.length === 0 ? [] : await props.add(people);
      setResults([...added, ...found.missing]);
    } catch (thrown) {
      setError(props.messageOf(thrown));
    } finally {
      setPending(false);
    }
  };
  if (results !== undefined) return <Results title={title} results={results} onClose={onClose} />;
  return (
    <Drawer
      open
      onOpenChange={(open) => (open || isPending ? undefined : onClose(false))}
      title={title}
      description={props.description}
      footer={
        <>
          <Button
            disabledReason={isPending ? reasons.underWay : undefined}
            onClick={() => onClose(false)}
          >
            Cancel
          </Button>
          <Button
            variant="primary"
            writes
            pending={isPending}
            disabledReason={pasted.fault ?? (count === 0 ? "Nobody is chosen yet." : undefined)}
            onClick={() => void start()}
          >
            {count === 0 ? title : `Add ${count.toLocaleString()}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {error === undefined ? null : (
          <div role="alert">
            <Callout tone="danger" title="Nobody was added.">
              {error}
            </Callout>
          </div>
        )}
        <Field label="People" help="Search by name or email.">
          <EntitiesPicker
            search={props.search}
            values={picked}
            onChange={setPicked}
            placeholder="mara"
          />
        </Field>
        <Field
          label="Paste a list"
          optional
          help={`Usernames (at most ${maxNames.toLocaleString()}) or email addresses (at most 200), one per line or with commas.`}
          error={pasted.fault}
        >
          <TextArea
            mono
            rows={4}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {text.trim() === "" ? null : (
          <p role="status" className="text-caption text-text-secondary">
            {pastedText(pasted)}
          </p>
        )}
        {props.children}
        {picked.length === 0 ? null : props.preview?.(picked)}
      </div>
    </Drawer>
  );
}

function Results({
  title,
  results,
  onClose,
}: {
  readonly title: string;
  readonly results: readonly EntryResult[];
  readonly onClose: (changed: boolean) => void;
}) {
  const close = () => onClose(results.some(({ state }) => state === "done"));
  return (
    <Drawer
      open
      onOpenChange={close}
      title={title}
      description={resultTitle(results, results.length === 1 ? "person" : "people", "added")}
      footer={
        <>
          <Button onClick={() => download(resultFile(results), "added.csv")}>
            Download result
          </Button>
          <Button variant="primary" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      <ResultList results={results} />
    </Drawer>
  );
}

/** Who was named twice, by name and by picking, is sent once. */
function unique(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [person.name.toLowerCase(), person])).values()];
}

/** Looks up e-mail addresses a few at a time; unknown ones become results of their own. */
async function lookUp(
  emails: readonly string[],
  { findByEmail, waitingOf, messageOf }: PeopleDrawerProps,
): Promise<{ readonly people: readonly Person[]; readonly missing: readonly EntryResult[] }> {
  const people: Person[] = [];
  const missing: EntryResult[] = [];
  const fail = (email: string, message: string) =>
    missing.push({ key: email, name: email, state: "failed", message });
  await runBulk({
    items: emails,
    keyOf: (email) => email,
    run: async (email, signal) => {
      const person = await findByEmail(email, signal);
      if (person === undefined) fail(email, "Nobody that you may see has this email address.");
      else people.push(person);
    },
    waitingOf,
    messageOf,
    signal: AbortSignal.timeout(120_000),
    onResult: (email, result) => {
      if (result.state === "failed") fail(email, result.message);
    },
  });
  return { people, missing };
}
