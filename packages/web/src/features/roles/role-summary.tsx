import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { FormActions } from "../../components/form/form-actions.tsx";
import { type Impact, ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { countText } from "./contents.ts";
import { warningOf } from "./resources.ts";

interface RoleSummaryProps {
  readonly organization: string;
  readonly selected: ReadonlySet<string>;
  /** Who gains and who loses; a text where there is nothing to compute. */
  readonly radius:
    | string
    | {
        readonly impact: Impact | undefined;
        readonly loading: boolean;
        readonly error: string | undefined;
      };
  /** The buttons. */
  readonly children?: ReactNode;
}

const shownWarnings = 6;

/** What a role adds up to: how much, what is grave about it, and whom it reaches. */
export function RoleSummary({ organization, selected, radius, children }: RoleSummaryProps) {
  const warnings = [...selected].flatMap((name) => {
    const text = warningOf(name, organization);
    return text === undefined ? [] : [{ name, text }];
  });
  return (
    <section
      aria-label="Summary"
      className="flex max-sm:mb-24 shrink-0 flex-col gap-4 rounded-card border bg-surface p-4 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:w-80 xl:overflow-y-auto"
    >
      <h2 className="text-h3">Summary</h2>
      <p className="text-dense tabular-nums">{countText(selected)}</p>
      {warnings.length === 0 ? null : (
        <ul className="flex list-none flex-col gap-1.5">
          {warnings.slice(0, shownWarnings).map(({ name, text }) => (
            <li key={name} className="flex items-start gap-1.5 text-caption">
              <TriangleAlert
                aria-label="Warning"
                size={14}
                strokeWidth={1.75}
                className="mt-px shrink-0 text-warning-solid"
              />
              <span>
                <code className="text-caption">{name}</code> {text}
              </span>
            </li>
          ))}
          {warnings.length > shownWarnings ? (
            <li className="text-caption text-text-secondary">
              and {warnings.length - shownWarnings} more
            </li>
          ) : null}
        </ul>
      )}
      <div className="flex flex-col gap-2">
        <h3 className="text-h3">Blast radius</h3>
        {typeof radius === "string" ? (
          <p className="text-dense text-text-secondary">{radius}</p>
        ) : (
          <ImpactPreview impact={radius.impact} loading={radius.loading} error={radius.error} />
        )}
      </div>
      {children === undefined ? null : (
        <FormActions stacked summary={[sizeText(selected), ...reachOf(radius)].join(" · ")}>
          {children}
        </FormActions>
      )}
    </section>
  );
}

function sizeText({ size }: ReadonlySet<string>): string {
  return size === 1 ? "1 permission" : `${size} permissions`;
}

/** How many gain and lose, for the bar of small windows; nothing before that is known. */
function reachOf(radius: RoleSummaryProps["radius"]): readonly string[] {
  if (typeof radius === "string" || radius.impact === undefined) return [];
  const people = (entries: Impact["gains"]) => new Set(entries.map(({ userId }) => userId)).size;
  const [gain, lose] = [people(radius.impact.gains), people(radius.impact.losses)];
  return [
    ...(gain === 0 ? [] : [`${gain} ${gain === 1 ? "gains" : "gain"}`]),
    ...(lose === 0 ? [] : [`${lose} ${lose === 1 ? "loses" : "lose"}`]),
  ];
}
