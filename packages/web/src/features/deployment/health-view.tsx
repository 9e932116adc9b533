import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { cx } from "../../components/class-names.ts";
import { Moment } from "../../components/date-time/moment.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { ErrorState } from "../../components/states/states.tsx";
import type { Problem } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";
import type { HealthReport } from "./queries.ts";
import { type HealthSection, type HealthSetting, sectionsOf } from "./sections.ts";
import { SeverityBadge } from "./severity-badge.tsx";

/** Everything that the page of health shows. */
export interface HealthViewProps {
  readonly tabs: ReactNode;
  /** Undefined until the first answer. */
  readonly report: HealthReport | undefined;
  readonly problem: Problem | undefined;
  /** A new report is being made. */
  readonly checking: boolean;
  readonly mayDismiss: boolean;
  /** Sections whose change was just taken back. */
  readonly failed?: ReadonlySet<string>;
  readonly onCheck: () => void;
  readonly onDismiss: (setting: HealthSetting, dismissed: boolean) => void;
}

/** What the server says about its own health, the worst first. */
export function HealthView(props: HealthViewProps) {
  const { report, problem, checking } = props;
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-4">
      <PageHeader
        title="Health"
        badges={
          report === undefined ? undefined : <SeverityBadge severity={report.severity} tinted />
        }
        meta={
          report === undefined ? undefined : (
            <span>
              checked <Moment value={report.time} />
            </span>
          )
        }
        actions={
          <Button
            pending={checking}
            onClick={props.onCheck}
            icon={<RotateCw aria-hidden size={16} strokeWidth={1.75} />}
          >
            Check again
          </Button>
        }
      />
      {props.tabs}
      {problem === undefined ? null : (
        <ErrorState
          title={report === undefined ? "The report did not load." : "The check did not finish."}
          requestId={problem.requestId}
          onRetry={props.onCheck}
        >
          {problem.message} {problem.detail}
        </ErrorState>
      )}
      {report === undefined && problem === undefined ? (
        <div aria-busy>
          <span className="sr-only">Loading</span>
          <Skeleton count={6} height="h-14" />
        </div>
      ) : null}
      {report === undefined ? null : (
        <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
          {sectionsOf(report).map((section) => (
            <Section key={section.key} section={section} {...props} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Section({
  section,
  mayDismiss,
  onDismiss,
  failed,
}: { readonly section: HealthSection } & Pick<
  HealthViewProps,
  "mayDismiss" | "onDismiss" | "failed"
>) {
  const { label, severity, dismissed, error, warnings, facts, details, setting } = section;
  const canTurn = setting !== undefined && (dismissed || severity !== "ok");
  return (
    <li
      className={cx(
        "flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 transition-colors duration-80",
        setting !== undefined && failed?.has(setting) === true && "bg-danger-bg",
      )}
    >
      <div className="flex min-w-0 grow basis-80 flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-h3">{label}</h2>
          <SeverityBadge severity={severity} />
          {dismissed ? <span className="text-caption text-text-secondary">Dismissed</span> : null}
        </div>
        {error === "" ? null : (
          <p className="text-danger-text text-dense [overflow-wrap:anywhere]">{error}</p>
        )}
        {warnings.map(({ code, message }) => (
          <p key={code + message} className="text-dense [overflow-wrap:anywhere]">
            <code className="text-text-secondary">{code}</code> {message}
          </p>
        ))}
        {facts.length === 0 ? null : (
          <dl className="flex flex-wrap gap-x-5 gap-y-1 text-caption">
            {facts.map((fact) => (
              <div key={fact.label} className="flex min-w-0 gap-1.5">
                <dt className="shrink-0 text-text-secondary">{fact.label}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">{fact.text}</dd>
              </div>
            ))}
          </dl>
        )}
        {details === "" ? null : (
          <details className="text-caption">
            <summary className="w-fit rounded-small text-text-secondary">
              Details<span className="sr-only"> of {label}</span>
            </summary>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="focus-inset mt-1.5 max-h-80 overflow-auto rounded-control bg-surface-sunken p-3 font-mono text-caption"
            >
              {details}
            </pre>
          </details>
        )}
      </div>
      {canTurn ? (
        <Button
          size="sm"
          writes
          disabledReason={mayDismiss ? undefined : reasons.configuration}
          aria-label={`${dismissed ? "Watch" : "Dismiss"} ${label}`}
          onClick={() => onDismiss(setting, !dismissed)}
        >
          {dismissed ? "Watch again" : "Dismiss"}
        </Button>
      ) : null}
    </li>
  );
}
