import { Badge } from "../../components/badge/badge.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { Diff, type DiffEntry } from "../../components/diff/diff.tsx";
import type { SyncPreview } from "./queries.ts";

/** The name of a group or an organization by its id. */
export type NameOf = (id: string) => string;

/** What a try would change, as a comparison; what stays is left out. */
export function changesOfPreview(preview: SyncPreview, nameOf: NameOf): readonly DiffEntry[] {
  const { organizations, groups, organization_roles: roles, site_roles: site } = preview;
  const set = (field: string, before: readonly string[], after: readonly string[]): DiffEntry[] =>
    before.length === after.length && before.every((each) => after.includes(each))
      ? []
      : [{ field, kind: "set", before, after }];
  return [
    ...set("organizations", organizations.remove.map(nameOf), organizations.add.map(nameOf)),
    ...groups.flatMap((each) =>
      set(`groups · ${nameOf(each.organization_id)}`, each.remove.map(nameOf), [
        ...each.add.map(nameOf),
        ...each.create.map((name) => `${name} (new)`),
      ]),
    ),
    ...roles.flatMap((each) =>
      set(`roles · ${nameOf(each.organization_id)}`, each.before, each.after),
    ),
    ...set("site roles", site.before, site.after),
  ];
}

/** What a try takes from the user, a sentence each. */
export function lossesOf(preview: SyncPreview, nameOf: NameOf): readonly string[] {
  const { organizations, groups, organization_roles: roles, site_roles: site } = preview;
  const who = preview.username === "" ? preview.email : preview.username;
  const gone = (before: readonly string[], after: readonly string[]) =>
    before.filter((each) => !after.includes(each));
  const said = (names: readonly string[], sentence: (list: string) => string) =>
    names.length === 0 ? [] : [sentence(names.join(", "))];
  return [
    ...said(organizations.remove.map(nameOf), (list) => `${who} leaves ${list}.`),
    ...groups.flatMap((each) =>
      said(
        each.remove.map(nameOf),
        (list) => `${who} leaves ${list} in ${nameOf(each.organization_id)}.`,
      ),
    ),
    ...roles.flatMap((each) =>
      said(
        gone(each.before, each.after),
        (list) => `${who} loses ${list} in ${nameOf(each.organization_id)}.`,
      ),
    ),
    ...said(gone(site.before, site.after), (list) => `${who} loses the site roles ${list}.`),
  ];
}

/** The answer of a try: whether it would be let in, what would change, and why. */
export function TryResult({
  preview,
  nameOf,
}: {
  readonly preview: SyncPreview;
  readonly nameOf: NameOf;
}) {
  const changes = changesOfPreview(preview, nameOf);
  const { allowed, refusal, email, username, warnings, trace } = preview;
  return (
    <div className="flex min-w-0 flex-col gap-4" role="status">
      {allowed ? (
        <p className="text-dense">
          Signs in as <strong className="font-medium">{username === "" ? email : username}</strong>
          {username !== "" && email !== "" ? ` (${email})` : ""}.
        </p>
      ) : (
        <Callout tone="danger" title="This sign-in would be refused.">
          {refusal?.reason}
        </Callout>
      )}
      {warnings.map((warning) => (
        <Callout key={warning} tone="warning">
          {warning}
        </Callout>
      ))}
      {changes.length === 0 ? (
        <p className="text-dense text-text-secondary">No membership, group or role would change.</p>
      ) : (
        <Diff entries={changes} />
      )}
      {trace.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer text-dense">Trace of {trace.length} rules</summary>
          <ol className="mt-2 flex list-none flex-col divide-y divide-border-subtle">
            {trace.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other name than their place
              <li key={at} className="flex flex-col gap-0.5 py-1.5 text-caption">
                <span className="flex flex-wrap items-center gap-1.5">
                  <Badge>{row.kind.replace("_", " ")}</Badge>
                  <code className="[overflow-wrap:anywhere]">
                    {row.claim}
                    {row.value === "" ? "" : ` = ${row.value}`}
                  </code>
                  <span>{row.outcome}</span>
                </span>
                <span className="text-text-secondary">{row.detail}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
