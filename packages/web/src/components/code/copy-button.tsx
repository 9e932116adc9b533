import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { copyOrShow, copyText } from "../../lib/clipboard.ts";
import { copyKeys } from "../../lib/platform.ts";
import { IconButton } from "../button/icon-button.tsx";

/** The state of a copy button: `copied` for two seconds, `manual` where the browser has no clipboard. */
export type CopyState = "idle" | "copied" | "manual";

/**
 * Copies, tells it, and says whether it worked. `onManual` selects the text where the browser refuses; without it a
 * dialog shows the text.
 */
export function useCopy(
  value: string,
  what: string,
  onManual?: () => void,
): readonly [CopyState, () => Promise<boolean>] {
  const [state, setState] = useState<CopyState>("idle");
  useEffect(() => {
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<boolean> => {
    if (
      onManual === undefined ? await copyOrShow(value, capitalized(what)) : await copyText(value)
    ) {
      setState("copied");
      announce(`${what} copied`);
      return true;
    }
    if (onManual === undefined) return false;
    setState("manual");
    onManual();
    announce(`Press ${copyKeys} to copy`);
    return false;
  };
  return [state, copy];
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

interface CopyButtonProps {
  readonly value: string;
  /** "Copy request id". */
  readonly label: string;
  readonly className?: string;
}

/** A small button that copies a text beside it. */
export function CopyButton({ value, label, className }: CopyButtonProps) {
  const [state, copy] = useCopy(value, label.replace(/^Copy (the )?/, ""));
  const Icon = state === "copied" ? Check : Copy;
  return (
    <IconButton
      size="sm"
      label={state === "copied" ? "Copied" : label}
      icon={<Icon aria-hidden size={14} strokeWidth={1.75} />}
      onClick={() => void copy()}
      {...(className === undefined ? {} : { className })}
    />
  );
}
