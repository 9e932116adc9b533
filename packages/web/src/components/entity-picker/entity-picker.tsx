import { Avatar, type AvatarKind } from "../avatar/avatar.tsx";
import { Combobox } from "../combobox/combobox.tsx";
import { MultiCombobox } from "../combobox/multi-combobox.tsx";
import {
  firstMatches,
  type Matches,
  type OptionSource,
  type PickOption,
} from "../combobox/use-options.ts";

/** A user, group, organization, role or template that can be picked. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly secondary?: string | undefined;
  readonly kind: AvatarKind | "role" | "template";
  readonly avatarUrl?: string | undefined;
  /** Why it cannot be picked: "Already a member." */
  readonly reason?: string | undefined;
}

/** Finds entities by a text; the server decides which this person may see. */
export type EntitySearch = (text: string, signal: AbortSignal) => Promise<Matches<Entity>>;

interface EntityOption extends PickOption {
  readonly entity: Entity;
}

function optionOf(entity: Entity): EntityOption {
  const { id, name, kind, secondary, reason } = entity;
  const pictured = kind !== "role" && kind !== "template";
  return {
    key: id,
    label: name,
    secondary,
    reason,
    entity,
    ...(pictured
      ? { mark: <Avatar id={id} name={name} kind={kind} size={20} url={entity.avatarUrl} /> }
      : {}),
  };
}

const sources = new WeakMap<EntitySearch, OptionSource<EntityOption>>();

/** One source per search, so that typing does not start over with every drawing. */
function sourceOf(search: EntitySearch): OptionSource<EntityOption> {
  const known = sources.get(search);
  if (known !== undefined) return known;
  const made: OptionSource<EntityOption> = async (text, signal) => {
    const { first, total } = firstMatches(await search(text, signal));
    return { first: first.map(optionOf), total };
  };
  sources.set(search, made);
  return made;
}

interface EntityPickerProps {
  /** Must stay the same function from one drawing to the next. */
  readonly search: EntitySearch;
  readonly value: Entity | null;
  readonly onChange: (entity: Entity | null) => void;
  readonly placeholder?: string;
  readonly label?: string;
  /** The choice is saved at once: refused while the server cannot be reached. */
  readonly writes?: boolean;
}

/** One user, group, organization, role or template. */
export function EntityPicker({ search, value, onChange, ...rest }: EntityPickerProps) {
  return (
    <Combobox
      {...rest}
      source={sourceOf(search)}
      value={value === null ? null : optionOf(value)}
      onChange={(option) => onChange(option?.entity ?? null)}
    />
  );
}

interface EntitiesPickerProps {
  readonly search: EntitySearch;
  readonly values: readonly Entity[];
  readonly onChange: (entities: readonly Entity[]) => void;
  readonly placeholder?: string;
  readonly label?: string;
  readonly max?: number;
  readonly onCreate?: ((text: string) => void) | undefined;
}

/** Several of them. */
export function EntitiesPicker({ search, values, onChange, ...rest }: EntitiesPickerProps) {
  return (
    <MultiCombobox
      {...rest}
      source={sourceOf(search)}
      values={values.map(optionOf)}
      onChange={(options) => onChange(options.map((option) => option.entity))}
    />
  );
}
