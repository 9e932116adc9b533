import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Field } from "../../components/field/field.tsx";
import { PasswordInput, StrengthMeter } from "../../components/password-input/password-input.tsx";
import { api } from "../../lib/api.ts";
import { neededBits, passwordStrength } from "../../lib/password-strength.ts";

const pauseMs = 600;

/** A new password with its strength: the bar moves with every key, the server's words come when typing pauses. */
export function NewPassword({
  value,
  onChange,
  onBlur,
  error,
  name = "password",
  size,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly error: string | undefined;
  readonly name?: string;
  readonly size?: "md" | "lg";
}) {
  const settled = useSettled(value, pauseMs);
  const { data: verdict } = useQuery({
    queryKey: ["password-verdict", settled],
    queryFn: ({ signal }) =>
      api.call("validatePassword", { body: { password: settled } }, { signal }),
    enabled: settled !== "",
    // A password must not stay in the cache, and a full limiter is no news to whoever types.
    gcTime: 0,
    retry: false,
  });
  const { bits, accepted } = passwordStrength(value);
  const advice = settled === value && verdict?.valid === false ? verdict.details : undefined;
  return (
    <Field label="Password" name={name} error={error}>
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

/** The value once it has not changed for a while. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
