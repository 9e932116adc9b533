import { neededBits, passwordStrength } from "../../lib/password-strength.ts";
import { Field } from "../field/field.tsx";
import { PasswordInput, StrengthMeter } from "../password-input/password-input.tsx";

interface NewPasswordProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly error: string | undefined;
  /** What the server says about the value; undefined until it does. */
  readonly advice: string | undefined;
  readonly label?: string;
  /** Name on the wire. */
  readonly name?: string;
  readonly size?: "md" | "lg";
}

/** A new password with its strength: the bar moves with every key, the server's words come when typing pauses. */
export function NewPassword({
  value,
  onChange,
  onBlur,
  error,
  advice,
  label = "Password",
  name = "password",
  size = "md",
}: NewPasswordProps) {
  const { bits, accepted } = passwordStrength(value);
  return (
    <Field label={label} name={name} error={error}>
      <PasswordInput
        name={name}
        size={size}
        value={value}
        autoComplete="new-password"
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      {value === "" ? null : (
        <StrengthMeter strength={{ bits, needed: neededBits, accepted, advice }} />
      )}
    </Field>
  );
}
