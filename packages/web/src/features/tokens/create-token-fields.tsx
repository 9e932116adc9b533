import type { Answer } from "@gatehouse/sdk";
import { useState } from "react";
import { DateField } from "../../components/date-time/date-range.tsx";
import { type Entity, EntityPicker } from "../../components/entity-picker/entity-picker.tsx";
import { findUsers } from "../../components/entity-picker/sources.ts";
import { Field, FieldError } from "../../components/field/field.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { AllowListPicker } from "../../components/scope-picker/allow-list-picker.tsx";
import { ScopePicker } from "../../components/scope-picker/scope-picker.tsx";
import type { ScopeCatalog } from "../../components/scope-picker/scopes.ts";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import type { Form } from "../../lib/form.ts";
import { dateTimeText } from "../../lib/time.ts";
import { shownDay } from "../../lib/time-zone.ts";
import { allowTypes } from "./allow-types.ts";
import type { NewToken } from "./create-token.ts";
import { endOfLifetime, lastDay, maximumText, presetsWithin } from "./lifetime.ts";

interface FieldsProps {
  readonly form: Form<NewToken>;
  readonly nameError: string | undefined;
  readonly catalog: ScopeCatalog;
  /** The longest lifetime in nanoseconds. */
  readonly maximum: bigint;
  readonly target: Entity | null;
  /** Undefined for those who make tokens for themselves only. */
  readonly onTarget: ((user: Entity | null) => void) | undefined;
  readonly me: Answer<"getUser">;
}

function lifetimeOptions(maximum: bigint) {
  const presets = presetsWithin(maximum).map((days) => ({
    value: String(days),
    label: days === 365 ? "1 year" : days === 1 ? "1 day" : `${days} days`,
  }));
  return [...presets, { value: "day", label: "Until…" }, { value: "max", label: "Longest" }];
}

/** The four sections of a new token. */
export function CreateTokenFields(props: FieldsProps) {
  const { form, nameError, catalog, maximum, target, onTarget, me } = props;
  const { lifetime, scopes, objects } = form.values;
  const [names, setNames] = useState<ReadonlyMap<string, string>>(
    new Map([[`user:${me.id}`, me.username]]),
  );
  const now = Date.now();
  const end = endOfLifetime(lifetime, maximum, now);
  return (
    <div>
      <FormSection
        step={1}
        title="Name"
        help="How you know it later, in this list and in the audit log."
      >
        <Field label="Name" error={nameError} className="max-w-[48ch]">
          <TextInput {...form.text("token_name")} placeholder="ci-deploy" spellCheck={false} />
        </Field>
        {onTarget === undefined ? null : (
          <Field
            label="For"
            optional
            help="Empty is yourself. Tokens for others are for service accounts and hand-overs."
            className="max-w-[48ch]"
          >
            <EntityPicker
              search={findUsers}
              value={target}
              onChange={onTarget}
              placeholder={me.username}
            />
          </Field>
        )}
      </FormSection>
      <FormSection
        step={2}
        title="Lifetime"
        help={`At most ${maximumText(maximum)}, set by the operator for the roles of this user.`}
      >
        <Field label="Lifetime" group error={form.error("lifetime")}>
          <Segmented
            value={lifetime.choice}
            options={lifetimeOptions(maximum)}
            onChange={(choice) => form.set("lifetime", { ...lifetime, choice })}
            className="flex-wrap"
          />
          {lifetime.choice === "day" ? (
            <DateField
              aria-label="Last day"
              value={lifetime.until}
              min={shownDay(now)}
              max={lastDay(maximum, now)}
              onChange={(until) => form.set("lifetime", { ...lifetime, until })}
              className="max-w-44"
            />
          ) : null}
          {end === undefined ? null : (
            <p className="text-caption text-text-secondary">Expires {dateTimeText(end)}</p>
          )}
        </Field>
      </FormSection>
      <FormSection
        step={3}
        title="What it may do"
        help="A scope takes rights away, it never adds any: the token may do what its user may and its scopes say."
      >
        <ScopePicker
          catalog={catalog}
          value={new Set(scopes)}
          onChange={(next) => form.set("scopes", [...next])}
        />
        {form.error("scopes") === undefined ? null : (
          <FieldError>{form.error("scopes")}</FieldError>
        )}
      </FormSection>
      <FormSection step={4} title="On which objects" help="The list narrows the scopes further.">
        <AllowListPicker
          types={allowTypes}
          value={objects ?? undefined}
          onChange={(next) => form.set("objects", next ?? null)}
          names={names}
          onName={(entry, name) => setNames((before) => new Map(before).set(entry, name))}
        />
        {form.error("objects") === undefined ? null : (
          <FieldError>{form.error("objects")}</FieldError>
        )}
      </FormSection>
    </div>
  );
}
