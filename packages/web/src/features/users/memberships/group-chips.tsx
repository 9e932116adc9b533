import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { IconButton } from "../../../components/button/icon-button.tsx";
import { Chip } from "../../../components/chips/chip.tsx";
import {
  EntityPicker,
  type EntitySearch,
} from "../../../components/entity-picker/entity-picker.tsx";
import { Field } from "../../../components/field/field.tsx";
import { Popover } from "../../../components/popover/popover.tsx";
import { Tooltip } from "../../../components/tooltip/tooltip.tsx";
import { api } from "../../../lib/api.ts";
import { labelOf } from "../../../lib/labels.ts";
import type { Organization } from "../../../lib/organization.ts";
import { organizationLabel } from "../../../lib/queries.ts";
import type { UserGroup } from "./queries.ts";

const syncedReason = "The identity provider keeps the members of this group.";

/** The groups of a user in one organization; each can be left, and others joined, where that may be. */
export function GroupChips({
  username,
  organization,
  groups,
  mayChange,
  failed,
  onChange,
}: {
  readonly username: string;
  readonly organization: Organization;
  readonly groups: readonly UserGroup[];
  readonly mayChange: boolean;
  /** Ids of groups whose removal was just taken back. */
  readonly failed: ReadonlySet<string>;
  readonly onChange: (change: { group: UserGroup; action: "add" | "remove" }) => void;
}) {
  if (groups.length === 0 && !mayChange) {
    return (
      <span role="img" aria-label="none" className="text-text-tertiary">
        –
      </span>
    );
  }
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1 sm:py-1.5">
      {groups.map((group) => (
        <GroupChip
          key={group.id}
          group={group}
          failed={failed.has(group.id)}
          onRemove={mayChange ? () => onChange({ group, action: "remove" }) : undefined}
        />
      ))}
      {mayChange ? (
        <AddGroup
          username={username}
          organization={organization}
          groups={groups}
          onAdd={(group) => onChange({ group, action: "add" })}
        />
      ) : null}
    </span>
  );
}

function GroupChip({
  group,
  failed,
  onRemove,
}: {
  readonly group: UserGroup;
  readonly failed: boolean;
  readonly onRemove: (() => void) | undefined;
}) {
  const name = labelOf(group);
  const tone = failed ? "danger" : "neutral";
  if (group.source !== "oidc") {
    return (
      <Chip name={`group ${name}`} tone={tone} onRemove={onRemove} writes>
        {name}
      </Chip>
    );
  }
  return (
    <Tooltip text={syncedReason}>
      <button
        type="button"
        aria-label={`${name} · synced. ${syncedReason}`}
        className="rounded-control"
      >
        <Chip name={`group ${name}`} tone={tone}>
          {name} · synced
        </Chip>
      </button>
    </Tooltip>
  );
}

function AddGroup({
  username,
  organization,
  groups,
  onAdd,
}: {
  readonly username: string;
  readonly organization: Organization;
  readonly groups: readonly UserGroup[];
  readonly onAdd: (group: UserGroup) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const source = useMemo(() => groupSource(organization, groups), [organization, groups]);
  const label = organizationLabel(organization);
  return (
    <Popover
      label={`Add ${username} to a group of ${label}`}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <IconButton
          size="sm"
          writes
          label={`Add ${username} to a group of ${label}`}
          icon={<Plus aria-hidden size={14} strokeWidth={1.75} />}
        />
      }
    >
      <Field
        label={`Group of ${label}`}
        help="Groups share templates and quota with their members."
      >
        <EntityPicker
          writes
          search={source.search}
          value={null}
          onChange={(entity) => {
            const group = source.known.get(entity?.id ?? "");
            if (group === undefined) return;
            setOpen(false);
            onAdd(group);
          }}
        />
      </Field>
    </Popover>
  );
}

/** The groups of an organization by their names; `known` remembers what was found. */
function groupSource(organization: Organization, inside: readonly UserGroup[]) {
  const known = new Map<string, UserGroup>();
  const held = new Set(inside.map(({ id }) => id));
  const search: EntitySearch = async (text, signal) => {
    const query = { organization: organization.id, exclude_members: "true" };
    const all = await api.call("listGroups", { query }, { signal });
    const typed = text.trim().toLowerCase();
    const found = all.filter(
      ({ id, name, display_name }) =>
        id !== organization.id && `${name} ${display_name}`.toLowerCase().includes(typed),
    );
    for (const group of found) known.set(group.id, group);
    return found.map((group) => ({
      id: group.id,
      name: labelOf(group),
      secondary: group.name,
      kind: "group",
      reason: reasonOf(group, held),
    }));
  };
  return { search, known };
}

function reasonOf(group: UserGroup, held: ReadonlySet<string>): string | undefined {
  if (held.has(group.id)) return "In the group already.";
  return group.source === "oidc" ? syncedReason : undefined;
}
