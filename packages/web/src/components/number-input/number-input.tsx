import { useState } from "react";
import { moneyInput, readMoney } from "../../lib/money.ts";
import { InputGroup } from "../text-input/input-group.tsx";
import type { TextInputProps } from "../text-input/text-input.tsx";

type Base = Omit<TextInputProps, "value" | "onChange" | "defaultValue" | "type" | "prefix">;

interface ExactInputProps extends Base {
  readonly value: bigint | null;
  /** Null for an empty field, which is not zero; undefined for a text that is no value. */
  readonly onChange: (value: bigint | null | undefined) => void;
}

/** Keeps the text that was typed as long as it means the value, so that "1.50" does not turn into "1.5" while typing. */
function useExactText(
  { value, onChange }: Pick<ExactInputProps, "value" | "onChange">,
  read: (text: string) => bigint | null | undefined,
  write: (value: bigint | null) => string,
) {
  const [draft, setDraft] = useState<string>();
  const meant = draft === undefined ? value : read(draft);
  const wrong = draft !== undefined && meant === undefined;
  const text = draft !== undefined && (wrong || meant === value) ? draft : write(value);
  return {
    text,
    wrong,
    type: (next: string) => {
      setDraft(next);
      onChange(read(next));
    },
    leave: () => {
      if (!wrong) setDraft(undefined);
    },
  };
}

const readWhole = (text: string): bigint | null | undefined => {
  const plain = text.trim().replaceAll(/[,\s]/g, "");
  if (plain === "") return null;
  return /^\d{1,18}$/.test(plain) ? BigInt(plain) : undefined;
};

/** A whole number, exact beyond 2^53. No spin buttons, no wheel: nothing changes by accident. */
export function NumberInput({
  value,
  onChange,
  suffix,
  onBlur,
  ...rest
}: ExactInputProps & { readonly suffix?: string }) {
  const field = useExactText({ value, onChange }, readWhole, (whole) => whole?.toString() ?? "");
  return (
    <InputGroup
      inputMode="numeric"
      {...rest}
      aria-invalid={field.wrong || rest["aria-invalid"] === true}
      suffix={suffix}
      value={field.text}
      onChange={(event) => field.type(event.target.value)}
      onBlur={(event) => {
        field.leave();
        onBlur?.(event);
      }}
    />
  );
}

/** An amount in US dollars, kept as micro-dollars and never as a fraction. */
export function MoneyInput({ value, onChange, onBlur, ...rest }: ExactInputProps) {
  const field = useExactText({ value, onChange }, readMoney, moneyInput);
  return (
    <InputGroup
      inputMode="decimal"
      {...rest}
      aria-invalid={field.wrong || rest["aria-invalid"] === true}
      prefix={<span aria-hidden>$</span>}
      value={field.text}
      onChange={(event) => field.type(event.target.value)}
      onBlur={(event) => {
        field.leave();
        onBlur?.(event);
      }}
    />
  );
}
