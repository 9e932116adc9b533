import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
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
  if (value !== known) {
    setKnown(value);
    setDraft(value);
  }
  useKeys({ "/": () => input.current?.querySelector("input")?.focus() });
  useEffect(() => {
    if (draft === value) return undefined;
    const timer = setTimeout(() => onChange(draft), settleMs);
    return () => clearTimeout(timer);
  }, [draft, value, onChange]);
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
        onClear={() => {
          setDraft("");
          onChange("");
        }}
        clearLabel="Clear search"
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            onChange(draft);
          }
          if (event.key === "Escape" && draft !== "") {
            event.preventDefault();
            setDraft("");
            onChange("");
          }
        }}
      />
    </div>
  );
}
