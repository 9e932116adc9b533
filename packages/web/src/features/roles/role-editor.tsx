import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { permissionName } from "../../components/permission-grid/grid-model.ts";
import { PermissionGrid } from "../../components/permission-grid/permission-grid.tsx";
import { FilteredEmpty } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import { contentsOf, permissionsOf } from "./contents.ts";
import { editableRows } from "./resources.ts";
import { roleRequest } from "./role-form.ts";

/** The part of the address that the editor keeps. */
export const editorSearch = { q: "", selected: "" } as const;

interface RoleEditorProps {
  /** What the organization is called. */
  readonly organization: string;
  /** Names of permissions, those without effect included. */
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** What whoever is signed in holds and may therefore give. */
  readonly held: ReadonlySet<string>;
  /** Why nothing can be changed. */
  readonly readOnly?: string | undefined;
  /** What the server refused, by permission. */
  readonly refused: ReadonlyMap<string, string>;
  readonly filter: string;
  readonly isSelectedOnly: boolean;
  readonly onFilter: (text: string) => void;
  readonly onSelectedOnly: (on: boolean) => void;
}

/** The permissions of a role as a grid; what nobody may give, or what does nothing, says so at its place. */
export function RoleEditor(props: RoleEditorProps) {
  const { organization, value, onChange, held, readOnly, filter, isSelectedOnly } = props;
  const { selected, withoutEffect } = contentsOf(
    roleRequest({ name: "", display_name: "", organization_permissions: value })
      .organization_permissions,
  );
  const rows = rowsFor(filter, isSelectedOnly ? selected : undefined);
  const notHeld = (name: string) => `You do not hold ${name} in ${organization}.`;
  const unheld = readOnly === undefined ? [...selected].filter((name) => !held.has(name)) : [];
  const refused = new Map([
    ...unheld.map((name) => [name, `${notHeld(name)} Remove it to save.`] as const),
    ...props.refused,
  ]);
  const change = (next: ReadonlySet<string>) => onChange(namesOf(next, withoutEffect));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FilterInput
          label="Filter permissions"
          placeholder="template, delete, ssh"
          value={filter}
          onChange={props.onFilter}
          className="min-w-56 grow"
        />
        <CheckboxRow
          label="Only selected"
          checked={isSelectedOnly}
          onChange={(event) => props.onSelectedOnly(event.target.checked)}
        />
      </div>
      {unheld.length === 0 ? null : (
        <Callout
          tone="warning"
          title={`You do not hold ${unheld.length === 1 ? "1 permission" : `${unheld.length} permissions`} of this role.`}
          action={
            <Button
              size="sm"
              onClick={() => change(new Set([...selected].filter((name) => held.has(name))))}
            >
              Remove what I do not hold
            </Button>
          }
        >
          The role can be saved only without: {unheld.join(", ")}.
        </Callout>
      )}
      {rows.length === 0 ? (
        <FilteredEmpty
          what="permissions"
          query={filter === "" ? "only selected" : filter}
          onClear={() => (filter === "" ? props.onSelectedOnly(false) : props.onFilter(""))}
        />
      ) : (
        <PermissionGrid
          label="Permissions"
          rows={rows}
          value={selected}
          onChange={change}
          refused={refused}
          lockedReason={(resource, action) => {
            if (readOnly !== undefined) return readOnly;
            const name = permissionName(resource, action);
            return held.has(name) || selected.has(name) ? undefined : notHeld(name);
          }}
        />
      )}
      <WithoutEffect
        names={withoutEffect}
        onRemove={
          readOnly === undefined
            ? (name) => onChange(value.filter((each) => each !== name))
            : undefined
        }
      />
    </div>
  );
}

function namesOf(selected: ReadonlySet<string>, withoutEffect: readonly string[]) {
  return permissionsOf(selected, withoutEffect).map(
    ({ resource_type, action }) => `${resource_type}:${action}`,
  );
}

/** Rows whose type, meaning or actions hold the text; with `selected` only those of which something is on. */
function rowsFor(filter: string, selected: ReadonlySet<string> | undefined) {
  const wanted = filter.trim().toLowerCase();
  return editableRows.filter(({ resource, meaning, actions }) => {
    const isOn =
      selected === undefined ||
      actions.some((action) => selected.has(permissionName(resource, action)));
    const names = actions.map((action) => permissionName(resource, action));
    return isOn && [meaning.toLowerCase(), ...names].some((text) => text.includes(wanted));
  });
}

function WithoutEffect({
  names,
  onRemove,
}: {
  readonly names: readonly string[];
  readonly onRemove: ((name: string) => void) | undefined;
}) {
  if (names.length === 0) return null;
  return (
    <section aria-label="No effect" className="rounded-card border bg-surface p-3">
      <h3 className="text-h3">No effect in an organization role</h3>
      <p className="text-caption text-text-secondary">
        These resources belong to no organization, so a role of one gives nothing on them.
      </p>
      <ul className="mt-2 flex list-none flex-col">
        {names.map((name) => (
          <li key={name} className="flex min-h-8 items-center justify-between gap-2">
            <code>{name}</code>
            {onRemove === undefined ? null : (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Remove ${name}`}
                onClick={() => onRemove(name)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Two columns: the editor, and what it adds up to. Below 1280 px the sum stands under the editor. */
export function EditorFrame({
  aside,
  children,
}: {
  readonly aside: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-x-8 gap-y-6 xl:flex-row xl:items-start">
      <div className="flex min-w-0 grow flex-col gap-5">{children}</div>
      {aside}
    </div>
  );
}
