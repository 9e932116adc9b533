import { TriangleAlert } from "lucide-react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import type { AllowEntry } from "../../components/scope-picker/allow-list.ts";
import { allowText, normalizedAllowList } from "../../components/scope-picker/allow-list.ts";
import { canonicalScopes, everything } from "../../components/scope-picker/scopes.ts";
import { scopeWords } from "../../lib/scope-words.ts";
import { dateTimeText } from "../../lib/time.ts";
import type { NewToken } from "./create-token.ts";
import { endOfLifetime } from "./lifetime.ts";
import type { Finding } from "./lint.ts";

interface SummaryProps {
  readonly values: NewToken;
  readonly findings: readonly Finding[];
  readonly maximum: bigint;
  /** Undefined is oneself. */
  readonly owner: string | undefined;
  readonly pending: boolean;
  readonly onFix: (objects: readonly AllowEntry[]) => void;
}

/** What the token will be, beside the form and up to date with every change. */
export function CreateTokenSummary(props: SummaryProps) {
  const { values, findings, maximum, owner, pending, onFix } = props;
  const end = endOfLifetime(values.lifetime, maximum, Date.now());
  const scopes = canonicalScopes(new Set(values.scopes));
  const objects = values.objects === null ? null : normalizedAllowList(values.objects);
  const warnings = findings.filter(({ blocking }) => !blocking);
  return (
    <aside
      aria-label="Summary"
      data-surface
      className="mb-14 flex h-fit flex-col gap-4 rounded-card border bg-surface p-5 xl:sticky xl:mb-0 xl:top-16 xl:w-80 xl:shrink-0"
    >
      <h2 className="text-h2">Summary</h2>
      <dl className="flex flex-col gap-3 text-dense">
        <Fact label="Token">
          {values.token_name.trim() === "" ? "–" : values.token_name.trim()}
          <span className="text-text-secondary">, for {owner ?? "you"}</span>
        </Fact>
        <Fact label="Works until">{end === undefined ? "–" : dateTimeText(end)}</Fact>
        <Fact label="May">
          {scopes.includes(everything) ? (
            <span className="inline-flex items-center gap-1.5 text-warning-text">
              <TriangleAlert aria-hidden size={14} /> Everything {owner ?? "you"} may
            </span>
          ) : scopes.length === 0 ? (
            "–"
          ) : (
            <>
              <Words words={scopeWords(scopes)} />
              <Names names={scopes} />
            </>
          )}
        </Fact>
        <Fact label="On">
          {objects === null ? (
            "All objects"
          ) : objects.length === 0 ? (
            "–"
          ) : (
            <Names names={objects.map(allowText)} />
          )}
        </Fact>
      </dl>
      {warnings.map((finding) => (
        <Callout key={finding.key} tone="warning">
          <span className="flex flex-col items-start gap-2">
            {finding.text}
            <Fix finding={finding} onFix={onFix} />
          </span>
        </Callout>
      ))}
      <Button type="submit" variant="primary" pending={pending} className="max-xl:hidden">
        Create token
      </Button>
      <div
        data-surface
        className="layer-sticky raised fixed inset-x-0 bottom-0 flex items-center justify-between gap-3 border-t px-gutter py-2.5 shadow-menu xl:hidden"
      >
        <span className="text-dense text-text-secondary">
          {scopes.length === 1 ? "1 scope" : `${scopes.length} scopes`}
          {warnings.length === 0
            ? ""
            : warnings.length === 1
              ? " · 1 warning"
              : ` · ${warnings.length} warnings`}
        </span>
        <Button type="submit" variant="primary" pending={pending}>
          Create token
        </Button>
      </div>
    </aside>
  );
}

function Fix({
  finding,
  onFix,
}: {
  readonly finding: Finding;
  readonly onFix: SummaryProps["onFix"];
}) {
  const { fix } = finding;
  if (fix === undefined) return null;
  return (
    <Button size="sm" onClick={() => onFix(fix.objects)}>
      {fix.label}
    </Button>
  );
}

function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <ul className="flex list-none flex-col pb-1">
      {words.map((phrase) => (
        <li key={phrase}>{phrase}</li>
      ))}
    </ul>
  );
}

const shownNames = 6;

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <ul className="flex list-none flex-col font-mono text-caption text-text-secondary [overflow-wrap:anywhere]">
      {names.slice(0, shownNames).map((name) => (
        <li key={name}>{name}</li>
      ))}
      {names.length > shownNames ? (
        <li className="font-sans text-text-secondary">and {names.length - shownNames} more</li>
      ) : null}
    </ul>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-caption text-text-secondary">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
