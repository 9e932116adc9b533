import { Ellipsis } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { Combobox } from "../../components/combobox/combobox.tsx";
import type { PickOption } from "../../components/combobox/use-options.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { SaveBar } from "../../components/form/save-bar.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { Menu } from "../../components/menu/menu.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { download } from "../../lib/csv.ts";
import type { Problem } from "../../lib/problem.ts";
import { changesOf, readDraft, type SyncDraft, writeDraft } from "./draft.ts";
import { MappingEditor } from "./mapping-editor.tsx";
import type { SavedSync, SyncKind } from "./queries.ts";

/** Everything that the settings of one sync show. */
export interface SyncViewProps {
  readonly kind: SyncKind;
  /** Whose: the name of the organization or of the deployment. */
  readonly where: string;
  readonly saved: SavedSync;
  readonly targets: readonly PickOption[] | undefined;
  /** Claims that people came with. */
  readonly fields: readonly string[];
  /** Values of the chosen claim that people came with. */
  readonly seen: readonly string[] | undefined;
  readonly refusal: string | undefined;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly draft: SyncDraft;
  readonly onDraft: (draft: SyncDraft) => void;
  readonly onSave: () => void;
  /** What the draft takes from whoever was tried, a sentence each; rejects where that cannot be told. */
  readonly losses: () => Promise<readonly string[]>;
}

const words: Readonly<Record<SyncKind, { title: string; what: string; loses: string }>> = {
  groups: { title: "Groups sync", what: "Groups", loses: "leave all groups of" },
  roles: { title: "Roles sync", what: "Roles", loses: "lose all roles in" },
  organizations: {
    title: "Organization sync",
    what: "Organizations",
    loses: "leave organizations of",
  },
};

const unknownLosses = "What the tried user loses could not be told.";

/** Who decides: what is saved here, or the options of the server; roles have none. */
function sourceOf({ draft, fromOptions }: SavedSync): string {
  if (fromOptions) return "From the server's options. The first save here replaces them.";
  return draft.field === "" ? "" : "Saved here. The server's options do not count.";
}

/** The settings of one sync: claim, options and mapping as one draft that is saved at once. */
export function SyncView(props: SyncViewProps) {
  const { kind, where, saved, draft, onDraft, refusal, fields } = props;
  const [asked, setAsked] = useState<readonly string[]>();
  const [isWeighing, setWeighing] = useState(false);
  const { title, what, loses } = words[kind];
  const changes = changesOf(saved.draft, draft);
  const isClaimNew = draft.field !== "" && draft.field !== saved.draft.field;
  const set = (change: Partial<SyncDraft>) => onDraft({ ...draft, ...change });
  const save = async () => {
    setWeighing(true);
    const losses = await props.losses().catch(() => [unknownLosses]);
    setWeighing(false);
    if (isClaimNew || losses.length > 0) setAsked(losses);
    else props.onSave();
  };
  const field = draft.field === "" ? null : { key: draft.field, label: draft.field };
  return (
    <section aria-labelledby={`sync-${kind}`} className="flex min-w-0 flex-col gap-5">
      <div className="flex items-center gap-3">
        <h2 id={`sync-${kind}`} className="text-h2">
          {title}
        </h2>
        {draft.field === "" ? (
          <span className="text-caption text-text-secondary">Off</span>
        ) : (
          <StatusBadge status="ok" word="On" />
        )}
        <span className="text-caption text-text-secondary">
          {kind === "roles" ? "" : sourceOf(saved)}
        </span>
        <span className="grow" />
        <FileMenu kind={kind} draft={draft} onDraft={onDraft} refusal={refusal} />
      </div>
      {refusal === undefined ? null : <Callout>{refusal}</Callout>}
      <FormAlert problem={props.problem} />
      <Field label="Claim" help="The claim whose values decide. Without a claim sync is off.">
        {refusal === undefined ? (
          <Combobox
            mono
            placeholder="groups"
            source={fields.map((name) => ({ key: name, label: name }))}
            value={field}
            onChange={(option) => set({ field: option?.key ?? "" })}
            onCreate={(name) => set({ field: name })}
          />
        ) : (
          <TextInput readOnly value={draft.field} mono />
        )}
      </Field>
      <Options {...props} set={set} />
      <MappingEditor
        mapping={draft.mapping}
        onChange={(mapping) => set({ mapping })}
        targets={props.targets}
        what={kind === "organizations" ? what : `${what} in ${where}`}
        seen={props.seen}
        refusal={refusal}
      />
      <Legacy legacy={saved.legacy} />
      <SaveBar
        changes={changes.length}
        pending={props.pending || isWeighing}
        onDiscard={() => onDraft(saved.draft)}
        onSave={() => void save()}
      />
      <LeaveGuard changed={props.pending ? [] : changes} parameter="kind" />
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title={isClaimNew ? `Let the claim ${draft.field} decide?` : `Save ${title.toLowerCase()}?`}
        confirm="Save changes"
        danger={false}
        consequences={[
          ...(asked ?? []),
          ...(isClaimNew
            ? [`At the next sign-in, users without this claim ${loses} ${where}.`]
            : ["That was tried with one sign-in; others may lose as much at theirs."]),
          "Changes by hand are undone at the next sign-in.",
        ]}
        onConfirm={() => {
          setAsked(undefined);
          props.onSave();
        }}
      />
    </section>
  );
}

function Options({
  kind,
  draft,
  refusal,
  set,
}: Pick<SyncViewProps, "kind" | "draft" | "refusal"> & {
  readonly set: (change: Partial<SyncDraft>) => void;
}): ReactNode {
  if (kind === "roles") return null;
  if (kind === "organizations") {
    return (
      <CheckboxRow
        label="Everybody is a member of the default organization"
        checked={draft.assignDefault}
        disabledReason={refusal}
        onChange={(event) => set({ assignDefault: event.target.checked })}
      />
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <CheckboxRow
        label="Only groups whose name matches a pattern"
        checked={draft.regex !== null}
        disabledReason={refusal}
        onChange={(event) => set({ regex: event.target.checked ? "" : null })}
      />
      {draft.regex === null ? null : (
        <Field label="Pattern" help="RE2 syntax, found anywhere in the value. Empty: every value.">
          <TextInput
            name="regex_filter"
            mono
            spellCheck={false}
            placeholder="^eng-.*"
            readOnly={refusal !== undefined}
            value={draft.regex}
            onChange={(event) => set({ regex: event.target.value })}
          />
        </Field>
      )}
      <CheckboxRow
        label="Create missing groups"
        description="A value without a mapping becomes a group of that name."
        checked={draft.autoCreate}
        disabledReason={refusal}
        onChange={(event) => set({ autoCreate: event.target.checked })}
      />
    </div>
  );
}

function Legacy({ legacy }: { readonly legacy: SavedSync["legacy"] }) {
  const entries = Object.entries(legacy);
  if (entries.length === 0) return null;
  return (
    <Callout title="Mapping of an older release">
      <p>It still counts and can only be read here. A full save by the API drops it.</p>
      <ul className="mt-1 list-none font-mono text-caption">
        {entries.map(([value, name]) => (
          <li key={value}>
            {value} → {name}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function FileMenu({
  kind,
  draft,
  onDraft,
  refusal,
}: Pick<SyncViewProps, "kind" | "draft" | "onDraft" | "refusal">) {
  const file = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const read = async (given: File | undefined) => {
    if (given === undefined) return;
    const next = readDraft(await given.text(), draft);
    setWrong(next === undefined);
    if (next !== undefined) onDraft(next);
  };
  return (
    <>
      {isWrong ? (
        <span role="alert" className="text-caption text-danger-text">
          This file holds no settings of sync.
        </span>
      ) : null}
      <Menu
        align="end"
        items={[
          [
            {
              label: "Export as JSON",
              onSelect: () =>
                download([writeDraft(draft)], `idp-sync-${kind}.json`, "application/json"),
            },
            { label: "Import JSON…", reason: refusal, onSelect: () => file.current?.click() },
          ],
        ]}
      >
        <IconButton
          label={`More for ${words[kind].title}`}
          icon={<Ellipsis aria-hidden size={16} strokeWidth={1.75} />}
        />
      </Menu>
      <input
        ref={file}
        type="file"
        accept="application/json"
        hidden
        aria-label="Settings as JSON"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </>
  );
}
