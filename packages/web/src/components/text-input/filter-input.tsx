import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useKeys } from "../../lib/keyboard.ts";
import { InputGroup } from "./input-group.tsx";

const settleMs = 200;

interface FilterInputProps {
  /** What is searched: "Search groups". */
  readonly label: string;
  readonly placeholder?: string;
  /** The text as it stands in the address. */
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly className?: string;
}

/** Plain text that narrows a list down: 200 ms after the last key, at once on Enter. `/` leads here. */
export function FilterInput({ label, placeholder, value, onChange, className }: FilterInputProps) {
  const input = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(value);
  const [known, setKnown] = useState(value);
  // Texts that were told and do not stand in the address yet, the oldest first.
  const [told, setTold] = useState<readonly string[]>([]);
  if (value !== known) {
    setKnown(value);
    // The address follows what was told, later: it must not take back what was typed since.
    const at = told.indexOf(value);
    setTold(told.slice(at < 0 ? told.length : at + 1));
    if (at < 0) setDraft(value);
  }
  const tell = (text: string) => {
    setDraft(text);
    if (text === (told.at(-1) ?? value)) return;
    setTold([...told, text]);
    onChange(text);
  };
  const tellSettled = useEffectEvent(tell);
  useKeys({ "/": () => input.current?.querySelector("input")?.focus() });
  useEffect(() => {
    const timer = setTimeout(() => tellSettled(draft), settleMs);
    return () => clearTimeout(timer);
  }, [draft]);
  return (
    <div ref={input} className={className}>
      <InputGroup
        type="search"
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        prefix={<Search aria-hidden size={16} strokeWidth={1.75} />}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onClear={() => tell("")}
        clearLabel="Clear search"
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            tell(draft);
          }
          if (event.key === "Escape" && draft !== "") {
            event.preventDefault();
            tell("");
          }
        }}
      />
    </div>
  );
}
