import { CircleAlert, Minus, Plus } from "lucide-react";
import { Callout } from "../callout/callout.tsx";
import { cx } from "../class-names.ts";
import { NameList } from "../name-list/name-list.tsx";
import { Skeleton } from "../progress/skeleton.tsx";

/** What somebody gains or loses. */
export interface ImpactEntry {
  readonly userId: string;
  readonly username: string;
  readonly resource: string;
  readonly actions: readonly string[];
  /** Where: an organization's name, "own", "site". */
  readonly where: string;
}

/** What a change would do. */
export interface Impact {
  readonly gains: readonly ImpactEntry[];
  readonly losses: readonly ImpactEntry[];
  /** All users that the change touches, also those that are not listed. */
  readonly users: number;
  readonly truncated: boolean;
}

interface ImpactPreviewProps {
  /** Undefined until the first answer; the last one stays while a new one is on its way. */
  readonly impact: Impact | undefined;
  readonly loading?: boolean;
  /** Why it could not be computed. */
  readonly error?: string | undefined;
}

interface Line {
  readonly text: string;
  readonly users: readonly string[];
}

/** Puts together who shares a permission, so that one line stands for many. */
export function impactLines(entries: readonly ImpactEntry[]): Line[] {
  const lines = new Map<string, Set<string>>();
  for (const { resource, actions, where, username } of entries) {
    for (const action of actions) {
      const text = `${resource}:${action} · ${where}`;
      lines.set(text, (lines.get(text) ?? new Set()).add(username));
    }
  }
  return [...lines]
    .map(([text, users]) => ({ text, users: [...users].sort() }))
    .sort((a, b) => b.users.length - a.users.length || (a.text < b.text ? -1 : 1));
}

function Part({
  verb,
  entries,
  loss = false,
}: {
  readonly verb: string;
  readonly entries: readonly ImpactEntry[];
  readonly loss?: boolean;
}) {
  const lines = impactLines(entries);
  const users = new Set(entries.map((entry) => entry.userId)).size;
  const Sign = loss ? Minus : Plus;
  return (
    <details open={lines.length > 0 && (loss || users === 1)}>
      <summary className="rounded-small font-medium text-dense">
        <span className={cx("tabular-nums", loss && users > 0 && "text-danger-text")}>
          {users.toLocaleString()} {verb}
        </span>
      </summary>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset mt-1.5 flex max-h-60 list-none flex-col gap-1 overflow-y-auto"
      >
        {lines.map((line) => (
          <li key={line.text} className="flex items-start gap-1.5 text-caption">
            <Sign
              aria-hidden
              size={14}
              className={cx("mt-px shrink-0", loss ? "text-danger-solid" : "text-success-solid")}
            />
            <span className="min-w-0">
              <code className="text-caption">{line.text}</code>
              <span className="block text-text-secondary">
                <NameList
                  names={line.users}
                  label={`Who ${loss ? "loses" : "gains"} ${line.text}`}
                />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Who gains and who loses, before it is saved. */
export function ImpactPreview({ impact, loading = false, error }: ImpactPreviewProps) {
  if (error !== undefined) {
    return (
      <Callout tone="warning" title="What this changes could not be computed.">
        {error}
      </Callout>
    );
  }
  if (impact === undefined) {
    return (
      <div aria-busy="true">
        <span className="sr-only">Computing what this changes</span>
        <Skeleton count={3} />
      </div>
    );
  }
  const { gains, losses, users, truncated } = impact;
  return (
    <div aria-busy={loading} aria-live="polite" className="flex flex-col gap-2.5">
      {gains.length === 0 && losses.length === 0 ? (
        <p className="text-dense text-text-secondary">Nobody's access changes.</p>
      ) : (
        <>
          <Part verb={pluralVerb(losses, "lose", "loses")} entries={losses} loss />
          <Part verb={pluralVerb(gains, "gain", "gains")} entries={gains} />
        </>
      )}
      <p className="text-caption text-text-secondary tabular-nums">
        {users === 1 ? "1 user affected" : `${users.toLocaleString()} users affected`}
      </p>
      {truncated ? (
        <p className="flex items-start gap-1.5 text-caption text-text-secondary">
          <CircleAlert aria-hidden size={14} className="mt-px shrink-0" />
          More than 1,000 users are affected; the first 1,000 are listed.
        </p>
      ) : null}
    </div>
  );
}

function pluralVerb(entries: readonly ImpactEntry[], many: string, one: string): string {
  return new Set(entries.map((entry) => entry.userId)).size === 1 ? one : many;
}
