import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { cx } from "../../components/class-names.ts";
import { Field } from "../../components/field/field.tsx";
import { TextArea } from "../../components/text-input/text-input.tsx";
import { download } from "../../lib/csv.ts";
import { columns, maxRows, template } from "./entries.ts";

/** A file to choose, to drop, or its text to paste. */
export function FileDrop({
  onSource,
}: {
  /** A file, or the text of one. */
  readonly onSource: (source: Blob | string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [pasted, setPasted] = useState("");
  const read = (file: File | undefined) => {
    if (file !== undefined) onSource(file);
  };
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          read(event.dataTransfer.files[0]);
        }}
        className={cx(
          "flex flex-col items-center justify-center gap-3 rounded-card border border-dashed p-10 text-center",
          isOver ? "border-accent-border bg-fill-selected" : "bg-surface",
        )}
      >
        <FileUp aria-hidden size={20} strokeWidth={1.75} className="text-text-tertiary" />
        <p className="text-body">Drop a CSV file here</p>
        <div className="flex gap-2">
          <Button variant="primary" onClick={() => input.current?.click()}>
            Choose file
          </Button>
          <Button onClick={() => download([template], "users-template.csv")}>
            Download template
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          aria-label="CSV file"
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            read(target.files?.[0]);
            // The mended file often has the same name: choosing it again is a change too.
            target.value = "";
          }}
        />
        <p className="max-w-prose text-caption text-text-secondary">
          Columns: <code className="text-caption">{columns.join(", ")}</code>. Roles and
          organizations take several values, separated by semicolons. Whoever signs in by password
          gets a generated one, to download once the import is done. At most{" "}
          {maxRows.toLocaleString()} rows at once.
        </p>
      </div>
      <div className="flex flex-col gap-3">
        <Field label="Or paste rows" help="With the header row.">
          <TextArea
            mono
            rows={9}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
            placeholder="email,username,roles"
          />
        </Field>
        <Button
          className="self-start"
          disabledReason={pasted.trim() === "" ? "Paste rows first." : undefined}
          onClick={() => onSource(pasted)}
        >
          Check rows
        </Button>
      </div>
    </div>
  );
}
