import { useQuery } from "@tanstack/react-query";
import { Check, Minus, X } from "lucide-react";
import { api } from "../../lib/api.ts";
import { problemOf } from "../../lib/problem.ts";
import { buildInfoQuery } from "../../lib/queries.ts";
import { useSettled } from "../../lib/use-settled.ts";
import { Button } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import { CopyField, CurlButton } from "../code/code.tsx";
import { useCopy } from "../code/copy-button.tsx";
import { Skeleton } from "../progress/skeleton.tsx";
import { ErrorState } from "../states/states.tsx";
import { type AccessUser, explainRequest, type Permissions, type Question } from "./question.ts";
import { roleName } from "./rows.ts";
import {
  decisionText,
  type Explanation,
  explanationText,
  levels,
  objectText,
  voteText,
} from "./words.ts";

/** The verdict on a question and every voice that was heard. */
export function AccessAnswer({
  user,
  question,
  roles,
  nameOf,
}: {
  readonly user: AccessUser;
  readonly question: Question;
  readonly roles: Permissions["roles"];
  readonly nameOf: (organization: string) => string;
}) {
  const settled = useSettled(question, 300);
  const body = explainRequest(user.id, settled);
  const { data, error, refetch } = useQuery({
    queryKey: ["users", "part", user.id, "why", body],
    queryFn: ({ signal }) => api.call("explainAuthorization", { body: body ?? {} }, { signal }),
    enabled: body !== null,
  });
  if (body === null) {
    return <p className="text-dense text-text-secondary">Enter the id of the object.</p>;
  }
  if (error !== null) {
    const { message, requestId } = problemOf(error);
    return (
      <ErrorState
        title="The question was not answered."
        requestId={requestId}
        onRetry={() => void refetch()}
      >
        {message}
      </ErrorState>
    );
  }
  const explanation = data?.["question"];
  if (explanation === undefined) return <Skeleton count={4} />;
  return (
    <Why
      user={user}
      question={settled}
      body={body}
      explanation={explanation}
      roles={roles}
      nameOf={nameOf}
    />
  );
}

function Why({
  user,
  question,
  body,
  explanation,
  roles,
  nameOf,
}: {
  readonly user: AccessUser;
  readonly question: Question;
  /** What was asked of the server. */
  readonly body: object;
  readonly roles: Permissions["roles"];
  readonly explanation: Explanation;
  readonly nameOf: (organization: string) => string;
}) {
  const { allowed } = explanation;
  const Mark = allowed ? Check : X;
  const { data: build } = useQuery(buildInfoQuery);
  const base = (build?.dashboard_url || location.origin).replace(/\/$/, "");
  return (
    <div className="rounded-card border bg-surface" aria-live="polite">
      <div className="flex flex-wrap items-start gap-3 border-border-subtle border-b p-4">
        <span
          className={cx(
            "flex size-8 shrink-0 items-center justify-center rounded-full",
            allowed ? "bg-success-bg text-success-text" : "bg-danger-bg text-danger-text",
          )}
        >
          <Mark aria-hidden size={18} strokeWidth={2} />
        </span>
        <div className="min-w-0 grow basis-60">
          <p className="font-semibold text-body">
            {allowed ? "Allowed" : "Not allowed"}: {user.username} {allowed ? "may" : "may not"}{" "}
            <code>{question.action}</code> {objectText(question, nameOf)}.
          </p>
          <p className="text-dense text-text-secondary">{decisionText(explanation)}</p>
        </div>
        <div className="flex flex-wrap justify-end gap-1">
          <CurlButton method="POST" url={`${base}/api/v2/authcheck/explain`} body={body} />
          <CopyText text={explanationText(user.username, question, explanation, nameOf)} />
        </div>
      </div>
      <ol className="grid list-none gap-px bg-border-subtle sm:grid-cols-2">
        {levels.map(([level, label], at) => (
          <Level
            key={level}
            number={at + 1}
            label={label}
            vote={explanation.votes[level]}
            voices={explanation.permissions.filter((each) => each.level === level)}
            decides={explanation.decided_by === level}
            roles={roles}
            nameOf={nameOf}
          />
        ))}
      </ol>
      <p className="border-border-subtle border-t px-4 py-2.5 text-caption text-text-secondary">
        {aclText(explanation)} ·{" "}
        {explanation.scope === null ? "Key scope: not applied" : scopeText(explanation)}
      </p>
    </div>
  );
}

/** The explanation for the clipboard. */
function CopyText({ text }: { readonly text: string }) {
  const [state, copy] = useCopy(text, "Explanation");
  return state === "manual" ? (
    <CopyField label="Explanation" value={text} />
  ) : (
    <Button size="sm" variant="ghost" onClick={() => void copy()}>
      {state === "copied" ? "Copied" : "Copy as text"}
    </Button>
  );
}

/** A role that spoke, by the name it has on screen. */
function calledHere(
  roles: Permissions["roles"],
  voice: Explanation["permissions"][number],
): string {
  const held = roles.find(
    (each) => each.name === voice.role && each.organization_id === voice.organization_id,
  );
  return held === undefined ? voice.role : roleName(held);
}

function aclText({ acl }: Explanation): string {
  if (acl.length === 0) return "Access lists: no entry";
  return `Access lists: ${acl.map(({ kind, actions }) => `${kind} ${actions.join(" ")}`).join("; ")}`;
}

function scopeText({ scope }: Explanation): string {
  return scope?.allowed === true ? "Key scope: allows it" : "Key scope: does not allow it";
}

function Level({
  number,
  label,
  vote,
  voices,
  decides,
  roles,
  nameOf,
}: {
  readonly roles: Permissions["roles"];
  readonly number: number;
  readonly label: string;
  readonly vote: number | null;
  readonly voices: Explanation["permissions"];
  readonly decides: boolean;
  readonly nameOf: (organization: string) => string;
}) {
  const Mark = vote === null || vote === 0 ? Minus : vote > 0 ? Check : X;
  const tone =
    vote === null || vote === 0
      ? "text-text-tertiary"
      : vote > 0
        ? "text-success-text"
        : "text-danger-text";
  return (
    <li className="flex flex-col gap-1.5 bg-surface p-4">
      <p className="flex items-center gap-2 text-dense">
        <span className="text-text-tertiary tabular-nums">{number}</span>
        <span className={decides ? "font-semibold" : ""}>{label}</span>
        <span className={cx("ms-auto inline-flex items-center gap-1", tone)}>
          <Mark aria-hidden size={14} strokeWidth={2} />
          {voteText(vote)}
        </span>
      </p>
      {voices.length === 0 ? null : (
        <ul className="flex list-none flex-col gap-1 ps-5">
          {voices.map((voice) => (
            <li
              key={`${voice.role}${voice.organization_id ?? ""}${voice.resource_type}${voice.action}${voice.negate}`}
              className="text-caption text-text-secondary"
            >
              <strong className="font-medium text-text">{calledHere(roles, voice)}</strong>
              {voice.organization_id === undefined ? "" : ` in ${nameOf(voice.organization_id)}`}
              {voice.implied ? " (implied)" : ""} {voice.negate ? "refuses" : "grants"}{" "}
              <code className="text-caption">
                {voice.resource_type}:{voice.action}
              </code>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
