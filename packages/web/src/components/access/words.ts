import type { Answer } from "@gatehouse/sdk";
import type { Question } from "./question.ts";

/** Why a check has its result. */
export type Explanation = Answer<"explainAuthorization">[string];

type Level = keyof Explanation["votes"];

/** The levels in the order in which they vote, and what they look at. */
export const levels: readonly (readonly [Level, string])[] = [
  ["site", "Roles of the deployment"],
  ["user", "Own objects outside organizations"],
  ["org", "Roles in the organization"],
  ["member", "Own objects in the organization"],
];

/** What a level said. */
export function voteText(vote: number | null): string {
  if (vote === null) return "does not apply";
  if (vote === 0) return "no permission speaks";
  return vote > 0 ? "grants" : "refuses";
}

/** What settled the check, as a sentence. */
export function decisionText({ decided_by, allowed }: Explanation): string {
  if (decided_by === "none") return "Nothing grants it.";
  if (decided_by === "acl") return "An access list of the object grants it.";
  const place = levels.find(([level]) => level === decided_by)?.[1] ?? decided_by;
  return `${place} ${allowed ? "grant" : "refuse"} it.`;
}

/** The object of a question in words: "their own workspace in Design". */
export function objectText(question: Question, organizationName: (id: string) => string): string {
  const owner = { own: "their own", any: "anyone's", id: "this" }[question.target];
  const place =
    question.organization === "" ? "" : ` in ${organizationName(question.organization)}`;
  return `${owner} ${question.resource}${place}`;
}

/** The whole explanation as text, to paste into a ticket. */
export function explanationText(
  username: string,
  question: Question,
  explanation: Explanation,
  organizationName: (id: string) => string,
): string {
  const verdict = explanation.allowed ? "may" : "may not";
  const lines = levels.map(([level, label]) => {
    const spoke = explanation.permissions
      .filter((each) => each.level === level)
      .map((each) => `${each.role}${each.negate ? " refuses" : ""}`);
    const who = spoke.length === 0 ? "" : ` (${[...new Set(spoke)].join(", ")})`;
    return `- ${label}: ${voteText(explanation.votes[level])}${who}`;
  });
  return [
    `${username} ${verdict} ${question.action} ${objectText(question, organizationName)}.`,
    decisionText(explanation),
    ...lines,
  ].join("\n");
}
