import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { UsernameInput } from "../../components/entity-picker/username-input.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { TextArea } from "../../components/text-input/text-input.tsx";
import { problemOf } from "../../lib/problem.ts";
import { readRecord } from "./draft.ts";
import { lastClaims } from "./queries.ts";
import { type NameOf, TryResult } from "./try-result.tsx";
import type { Attempt } from "./use-attempt.ts";

/** Tries what a sign-in with some claims would change. Nothing is written, and the claims are kept nowhere. */
export function TryIt({
  attempt,
  isDirty,
  mayReadClaims,
  mayFindUsers,
  nameOf,
}: {
  readonly attempt: Attempt;
  /** The form holds changes that the server does not know yet. They are tried. */
  readonly isDirty: boolean;
  /** May load the claims of other users. */
  readonly mayReadClaims: boolean;
  /** May find users by a part of their name. */
  readonly mayFindUsers: boolean;
  readonly nameOf: NameOf;
}) {
  const [text, setText] = useState('{\n  "email": "mara@acme.dev",\n  "groups": []\n}');
  const [user, setUser] = useState("");
  const [fault, setFault] = useState<string>();
  const claims = useMutation({
    mutationFn: lastClaims,
    onSuccess: (given) => setText(JSON.stringify(given, null, 2)),
    gcTime: 0,
  });
  const other = user.trim();
  const run = () => {
    const read = readRecord(text);
    setFault(read === undefined ? 'Claims are a JSON object, such as {"groups": []}.' : undefined);
    if (read !== undefined) attempt.run({ claims: read, user: other });
  };
  const failed = attempt.error ?? claims.error;
  return (
    <section
      aria-labelledby="try-it"
      className="flex min-w-0 flex-col gap-4 rounded-card border bg-surface p-4"
    >
      <div>
        <h2 id="try-it" className="text-h2">
          Try it
        </h2>
        <p className="text-caption text-text-secondary">
          Runs the code of the sign-in and writes nothing.
        </p>
      </div>
      <FormAlert
        problem={
          failed === null
            ? undefined
            : problemOf(failed, { claims: "Claims", user: "Compare with" })
        }
      />
      <Field
        label="Compare with (optional)"
        help={
          mayFindUsers
            ? "What would change for this user. Empty: a new user."
            : "A username: what would change for this user. Empty: a new user."
        }
      >
        <UsernameInput mayFind={mayFindUsers} value={user} onChange={setUser} />
      </Field>
      <Field label="Claims" help="The merged claims of a sign-in as JSON." error={fault}>
        <TextArea
          name="claims"
          mono
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={attempt.pending} onClick={run}>
          Try sign-in
        </Button>
        <Button pending={claims.isPending} onClick={() => claims.mutate("")}>
          Load my claims
        </Button>
        {mayReadClaims && other !== "" ? (
          <Button pending={claims.isPending} onClick={() => claims.mutate(other)}>
            Load claims of {other}
          </Button>
        ) : null}
      </div>
      {isDirty ? (
        <p className="text-caption text-text-secondary">Your unsaved changes are tried.</p>
      ) : null}
      {attempt.preview === undefined ? null : (
        <>
          {attempt.isStale ? (
            <Callout tone="warning" title="The settings changed since this try." />
          ) : null}
          <TryResult preview={attempt.preview} nameOf={nameOf} />
        </>
      )}
    </section>
  );
}
