import { TriangleAlert } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useCurrentPlace } from "../../lib/place.ts";
import { useCountdown } from "../../lib/use-countdown.ts";
import { CopyButton } from "../code/copy-button.tsx";
import { Link } from "../link/link.tsx";

/** What a form shows of a refused request. */
export interface FormProblem {
  /** What did not happen, then why. */
  readonly message: string;
  /** For the operator; behind a disclosure. */
  readonly detail?: string | undefined;
  readonly requestId?: string | undefined;
  /** Seconds after which it can be sent again; counted down. */
  readonly retryAfterSeconds?: number | undefined;
  /** What was to be changed is gone: a link leads back to its list. */
  readonly isGone?: boolean | undefined;
  /** The failing fields by their name on the wire; `label` is what the form calls them, if it has them. */
  readonly fields: readonly {
    readonly name: string;
    readonly label?: string | undefined;
    readonly detail: string;
  }[];
}

/** Moves the focus to the control of a field by its name on the wire. False when the form has none. */
export function focusField(name: string): boolean {
  const control = document.getElementsByName(name)[0];
  if (control === undefined) return false;
  control.focus();
  control.scrollIntoView({ block: "center" });
  return true;
}

/**
 * Says at the head of a form why it was refused. With one failing field of the form the focus goes there; with several
 * it comes here, to a list of links. Fields that the form does not have are listed with their detail.
 */
export function FormAlert({ problem }: { readonly problem: FormProblem | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const leadThere = useEffectEvent(() => {
    const only = problem?.fields.length === 1 ? problem.fields[0] : undefined;
    if (only === undefined || !focusField(only.name)) box.current?.focus();
  });
  // The same words again are no new refusal: whoever types on keeps the focus.
  const words = JSON.stringify(problem);
  useEffect(() => {
    if (words !== undefined) leadThere();
  }, [words]);
  if (problem === undefined) return null;
  const { message, detail, requestId, fields } = problem;
  const title = fields.length > 1 ? `${fields.length} fields need attention` : message;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex gap-2.5 rounded-card border border-danger-border bg-danger-bg p-3.5 text-danger-text"
    >
      <TriangleAlert aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1.5 text-body">
        <p className="font-medium">{title}</p>
        {fields.length > 1 ? <p>{message}</p> : null}
        {problem.retryAfterSeconds === undefined ? null : (
          <Wait seconds={problem.retryAfterSeconds} />
        )}
        {problem.isGone === true ? <WayBack /> : null}
        {fields.length === 0 ? null : (
          <ul className="flex list-none flex-col gap-1">
            {fields.map((field) => (
              <li key={field.name}>
                {field.label === undefined ? (
                  <span>
                    <code>{field.name}</code>: {field.detail}
                  </span>
                ) : (
                  <button
                    type="button"
                    onClick={() => focusField(field.name)}
                    className="text-start underline underline-offset-2"
                  >
                    {field.label}: {field.detail}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
        {detail === undefined || detail === "" ? null : (
          <details className="text-caption">
            <summary>Details for your operator</summary>
            <p className="mt-1 whitespace-pre-wrap">{detail}</p>
          </details>
        )}
        {requestId === undefined ? null : (
          <p className="flex items-center gap-1 text-caption">
            Request <code className="text-caption">{requestId}</code>
            <CopyButton value={requestId} label="Copy request id" />
          </p>
        )}
      </div>
    </div>
  );
}

/** The time that is left, for the eyes: the alert itself is read once and names the whole wait. */
function Wait({ seconds }: { readonly seconds: number }) {
  const left = useCountdown(seconds);
  return (
    <p aria-hidden className="tabular-nums">
      {left === 0 ? "You can try again now." : `${left} s left.`}
    </p>
  );
}

/** To the list that the page belongs to. */
function WayBack() {
  const list = useCurrentPlace().findLast(({ to }) => to !== undefined);
  if (list?.to === undefined) return null;
  return <Link to={list.to}>Back to {list.label}</Link>;
}
