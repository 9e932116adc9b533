import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { cx } from "../class-names.ts";
import { useFieldWires } from "../field/field.tsx";
import { frameLook } from "../text-input/look.ts";
import { nativeWires, type TextInputProps } from "../text-input/text-input.tsx";

interface PasswordInputProps extends Omit<TextInputProps, "type" | "autoComplete"> {
  /** Tells password managers which password is meant. */
  readonly autoComplete: "current-password" | "new-password" | "one-time-code";
}

const heights = { sm: "h-control-sm", md: "h-control", lg: "h-control-lg" } as const;

/** A password with a button that shows it. There is no second field: one can look instead. */
export function PasswordInput({ size = "md", mono, className, ...rest }: PasswordInputProps) {
  const [shown, setShown] = useState(false);
  const wires = useFieldWires(nativeWires(rest));
  const Icon = shown ? EyeOff : Eye;
  return (
    <div
      className={cx(
        "ring-within flex w-full min-w-0 items-center",
        frameLook,
        heights[size],
        className,
      )}
    >
      <input
        spellCheck={false}
        autoCapitalize="none"
        {...rest}
        {...wires}
        type={shown ? "text" : "password"}
        className={cx(
          "h-full w-full min-w-0 grow bg-transparent px-2.5 outline-none",
          (mono === true || shown) && "font-mono text-dense",
        )}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label="Show password"
        onClick={() => setShown(!shown)}
        className="focus-inset me-0.5 flex size-7 shrink-0 items-center justify-center rounded-control text-text-secondary hover:bg-fill-hover pointer-coarse:size-10"
      >
        <Icon aria-hidden size={16} strokeWidth={1.75} />
      </button>
    </div>
  );
}

/** How strong a password is. */
export interface Strength {
  readonly bits: number;
  /** Bits from which it is accepted. */
  readonly needed: number;
  /** False also for passwords that are too long. */
  readonly accepted: boolean;
  /** What is wrong or what would help; shown verbatim. */
  readonly advice?: string | undefined;
}

/** The strength of a new password as a bar and a sentence. The sentence is told when typing pauses, by its region. */
export function StrengthMeter({ strength }: { readonly strength: Strength }) {
  const { bits, needed, accepted, advice } = strength;
  const share = Math.min(1, bits / (needed * 1.5));
  const verdict = accepted ? "Strong enough" : "Not strong enough";
  const figures = `${Math.floor(bits)} bits, ${needed} needed`;
  return (
    <div className="flex flex-col gap-1.5">
      {/* biome-ignore lint/a11y/useSemanticElements: the native meter cannot be given our colours and height */}
      <div
        role="meter"
        aria-label="Password strength"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={`${verdict}: ${figures}`}
        className="h-1 overflow-hidden rounded-full bg-fill-pressed"
      >
        <div
          className={cx(
            "h-full origin-left transition-transform duration-240",
            accepted ? "bg-success-solid" : "bg-warning-solid",
          )}
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <p aria-live="polite" className="text-caption text-text-secondary">
        <span className={accepted ? "text-success-text" : "text-warning-text"}>{verdict}</span> (
        {figures}){advice === undefined ? null : <span className="block">{advice}</span>}
      </p>
    </div>
  );
}
