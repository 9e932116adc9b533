import { TextInput } from "../text-input/text-input.tsx";
import { EntityPicker } from "./entity-picker.tsx";
import { findUsers } from "./sources.ts";

/** The username of one user: found by a part of the name where users may be read, else typed in full. */
export function UsernameInput({
  mayFind,
  value,
  onChange,
}: {
  readonly mayFind: boolean;
  /** Empty: nobody. */
  readonly value: string;
  readonly onChange: (username: string) => void;
}) {
  if (mayFind) {
    return (
      <EntityPicker
        search={findUsers}
        placeholder="Find a user"
        value={value === "" ? null : { id: value, name: value, kind: "user" }}
        onChange={(entity) => onChange(entity?.name ?? "")}
      />
    );
  }
  return (
    <TextInput
      name="user"
      spellCheck={false}
      autoCapitalize="none"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
