import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { statusOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { contentsOf, ownContents } from "./contents.ts";
import { holdersQuery } from "./queries.ts";
import { EditorFrame, editorSearch, RoleEditor } from "./role-editor.tsx";
import { fieldsOf } from "./role-form.ts";
import { RoleSummary } from "./role-summary.tsx";

const nothing = () => undefined;
const none: ReadonlyMap<string, string> = new Map();

/** A built-in role in the same grid as custom ones, to read. */
export function BuiltInRole({
  organization,
  role,
}: {
  readonly organization: Organization;
  readonly role: OrganizationRole;
}) {
  const [search, setSearch] = useSearchState(editorSearch);
  const holders = useQuery(holdersQuery(organization.id, role.name));
  const { selected, withoutEffect, refusals } = contentsOf(role.organization_permissions);
  const fields = fieldsOf(role, selected, withoutEffect);
  const label = organizationLabel(organization);
  return (
    <EditorFrame
      aside={<RoleSummary organization={label} selected={selected} radius={radiusOf(holders)} />}
    >
      <RoleEditor
        organization={label}
        value={fields.organization_permissions}
        onChange={nothing}
        held={selected}
        readOnly={reasons.builtInRole}
        refused={none}
        filter={search.q}
        isSelectedOnly={search.selected !== ""}
        onFilter={(q) => setSearch({ q }, { replace: true })}
        onSelectedOnly={(on) => setSearch({ selected: on ? "1" : "" }, { replace: true })}
      />
      <Names title="Refuses, whatever other roles grant" names={refusals} />
      <Names title="On the holder's own objects" names={ownContents(role)} />
    </EditorFrame>
  );
}

/** Who holds the role, in words; whether that is refused is known only once the server has answered. */
function radiusOf({ data, isError, error }: UseQueryResult<number>): string {
  if (data === 1) return "1 member holds it.";
  if (data !== undefined) return `${data.toLocaleString()} members hold it.`;
  if (!isError) return "Counting who holds it…";
  const status = statusOf(error);
  return status === 403 || status === 404
    ? "You may not see who holds this role."
    : "Who holds it could not be loaded.";
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <section aria-label={title} className="rounded-card border bg-surface p-3">
      <h3 className="text-h3">{title}</h3>
      <ul className="mt-2 flex list-none flex-wrap gap-1">
        {names.map((name) => (
          <li key={name} className="rounded-small bg-fill px-1.5 font-mono text-caption">
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
