import { type ReactNode, useId, useRef, useState } from "react";
import { copyKeys } from "../../lib/platform.ts";
import { Button } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import { Dialog } from "../dialog/dialog.tsx";
import { useFieldWires } from "../field/field.tsx";
import { frameLook } from "../text-input/look.ts";
import { CopyButton, useCopy } from "./copy-button.tsx";

/** A word that machines read, within a sentence. */
export function Code({ children }: { readonly children: ReactNode }) {
  return (
    <code className="rounded-small bg-surface-sunken px-1 py-0.5 [overflow-wrap:anywhere]">
      {children}
    </code>
  );
}

/** The first characters of an id, with the whole of it on hover and to copy. */
export function Id({ value, what = "id" }: { readonly value: string; readonly what?: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <code title={value}>{value.slice(0, 8)}</code>
      <CopyButton value={value} label={`Copy ${what}`} />
    </span>
  );
}

/** A text to copy, in a field of its own that selects itself. Wraps, so that all of it can be read. */
export function CopyField({
  value,
  label,
  secret = false,
  onCopied,
}: {
  readonly value: string;
  /** What it is: "Token". */
  readonly label: string;
  /** Kept out of password managers and spell checkers. */
  readonly secret?: boolean;
  /** Called when it was copied, by the button or by the keys. */
  readonly onCopied?: (() => void) | undefined;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const wires = useFieldWires({});
  const [state, copy] = useCopy(value, label, () => {
    field.current?.focus();
    field.current?.select();
  });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start gap-2">
        <textarea
          ref={field}
          {...wires}
          aria-label={wires.id === undefined ? label : undefined}
          readOnly
          rows={1}
          value={value}
          spellCheck={false}
          autoComplete="off"
          {...(secret ? { "data-1p-ignore": "", "data-lpignore": "true" } : {})}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={onCopied}
          // A click moves the caret after the focus has come.
          onClick={(event) => event.currentTarget.select()}
          className={cx(
            frameLook,
            "field-sizing-content min-h-control w-full min-w-0 resize-none break-all bg-surface-sunken px-2.5 py-1.5 font-mono text-dense",
          )}
        />
        <Button onClick={() => void copy().then((done) => done && onCopied?.())}>
          {state === "copied" ? "Copied" : "Copy"}
        </Button>
      </div>
      {state === "manual" ? (
        <p className="text-caption text-text-secondary">Press {copyKeys} to copy.</p>
      ) : null}
    </div>
  );
}

/** One way to use something: a name and lines that are ready to run. */
export interface SnippetTab {
  readonly label: string;
  readonly text: string;
}

/** Ready lines, one way at a time. */
export function Snippet({
  tabs,
  label,
}: {
  readonly tabs: readonly SnippetTab[];
  readonly label: string;
}) {
  const name = useId();
  const [chosen, setChosen] = useState(0);
  const tab = tabs[chosen] ?? tabs[0];
  if (tab === undefined) return null;
  return (
    <div className="min-w-0 overflow-hidden rounded-card border bg-surface-sunken">
      {tabs.length < 2 ? null : (
        <div
          role="radiogroup"
          aria-label={label}
          className="flex gap-1 overflow-x-auto border-border-subtle border-b px-1.5 py-1"
        >
          {tabs.map((each, at) => (
            <label
              key={each.label}
              className={cx(
                "relative flex h-6 items-center whitespace-nowrap rounded-small px-2 font-medium text-caption has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus pointer-coarse:h-11",
                at === chosen
                  ? "bg-fill-selected text-accent-text"
                  : "text-text-secondary hover:text-text",
              )}
            >
              <input
                type="radio"
                name={name}
                checked={at === chosen}
                onChange={() => setChosen(at)}
                className="absolute inset-0 appearance-none outline-none"
              />
              {each.label}
            </label>
          ))}
        </div>
      )}
      <div className="flex items-start">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-w-0 grow overflow-x-auto px-3 py-2.5"
        >
          <code>{tab.text}</code>
        </pre>
        <CopyButton value={tab.text} label={`Copy ${tab.label}`} className="m-1.5" />
      </div>
    </div>
  );
}

/** A text as one word of a shell. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What a page asked, as a line of curl. The token is a variable: it stands in no history of a shell. */
export function curlLine(method: string, url: string, body?: unknown): string {
  const parts = ["curl", ...(method === "GET" ? [] : ["-X", method])];
  parts.push("-H", '"Coder-Session-Token: $TOKEN"');
  if (body !== undefined) {
    parts.push("-H", shellQuoted("Content-Type: application/json"));
    parts.push("-d", shellQuoted(JSON.stringify(body)));
  }
  return [...parts, shellQuoted(url)].join(" ");
}

/** Shows the request behind a page, for those who automate what they see. */
export function CurlButton({
  method,
  url,
  body,
}: {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
        Show as curl
      </Button>
      <Dialog open={open} onOpenChange={setOpen} wide title="The request of this page">
        <Snippet label="Language" tabs={[{ label: "curl", text: curlLine(method, url, body) }]} />
      </Dialog>
    </>
  );
}
