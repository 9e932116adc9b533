import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { Building2, Check, ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { Link } from "../../components/link/link.tsx";
import { Popover } from "../../components/popover/popover.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import { type Organization, useOrganization } from "../../lib/organization.ts";
import { sitePermissions } from "../../lib/permissions.ts";
import { organizationLabel, organizationsQuery } from "../../lib/queries.ts";
import { siteChecks } from "../checks.ts";
import { pagePaths } from "../pages.ts";

const searchFrom = 8;
const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** The address of the same section in another organization; Members where the section has no such page. */
export function sameSection(path: string, organization: string): string {
  const [, root, , section] = path.split("/");
  const pattern = `/organizations/$org/${section ?? ""}`;
  const kept = root === "organizations" && section !== undefined && pagePaths.has(pattern);
  return kept ? `/organizations/${organization}/${section}` : `/organizations/${organization}`;
}

/**
 * Chooses the organization that the pages below its heading are about. With a single one it is plain text, and nothing
 * on the rail, where it is an icon.
 */
export function OrganizationSwitcher({ rail = false }: { readonly rail?: boolean }) {
  const { data: list = [] } = useQuery(organizationsQuery);
  const chosen = useOrganization();
  const [open, setOpen] = useState(false);
  if (chosen === undefined || !pagePaths.has("/organizations/$org")) return null;
  const label = (
    <>
      <Building2 {...icon} className="shrink-0 text-text-tertiary" />
      <span className="min-w-0 grow truncate text-start">{organizationLabel(chosen)}</span>
    </>
  );
  if (list.length < 2) {
    if (rail) return null;
    return <div className="flex h-9 items-center gap-2 px-2.5 text-dense">{label}</div>;
  }
  const name = `Organization: ${organizationLabel(chosen)}. Switch`;
  return (
    <Popover
      label="Organization"
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-1"
      trigger={
        rail ? (
          <IconButton label={name} icon={<Building2 {...icon} />} />
        ) : (
          <button
            type="button"
            aria-label={name}
            className="flex h-9 w-full items-center gap-2 rounded-control border border-border bg-surface px-2.5 text-dense hover:bg-fill-hover pointer-coarse:h-11"
          >
            {label}
            <ChevronsUpDown {...icon} size={14} className="shrink-0 text-text-tertiary" />
          </button>
        )
      }
    >
      <Choices list={list} chosen={chosen} onChosen={() => setOpen(false)} />
    </Popover>
  );
}

function Choices({
  list,
  chosen,
  onChosen,
}: {
  readonly list: readonly Organization[];
  readonly chosen: Organization;
  readonly onChosen: () => void;
}) {
  const [text, setText] = useState("");
  const { data: may } = useQuery(sitePermissions(siteChecks));
  const path = useLocation({ select: ({ pathname }) => pathname });
  const navigate = useNavigate();
  const wanted = text.trim().toLocaleLowerCase();
  const shown = list.filter(
    (each) =>
      each.name.toLocaleLowerCase().includes(wanted) ||
      each.display_name.toLocaleLowerCase().includes(wanted),
  );
  const choose = ({ name }: Organization) => {
    onChosen();
    void navigate({ to: sameSection(path, name) });
  };
  return (
    <>
      {list.length < searchFrom ? null : (
        <TextInput
          aria-label="Search organizations"
          placeholder="Search"
          className="mb-1"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const first = shown[0];
            if (event.key === "Enter" && first !== undefined) choose(first);
          }}
        />
      )}
      <ul className="max-h-72 list-none overflow-y-auto">
        {shown.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              aria-current={each.id === chosen.id ? "true" : undefined}
              onClick={() => choose(each)}
              className="focus-inset flex h-8 w-full items-center gap-2 rounded-control px-2 text-dense hover:bg-fill-hover pointer-coarse:h-11"
            >
              <span className="min-w-0 truncate text-start">{organizationLabel(each)}</span>
              {each.is_default ? <Badge>default</Badge> : null}
              {each.id === chosen.id ? (
                <Check {...icon} className="ms-auto shrink-0 text-accent-text" />
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="px-2 py-2 text-dense text-text-secondary">No organization matches.</p>
      ) : null}
      <Foot onChosen={onChosen} mayCreate={may?.["nav.createOrganization"] === true} />
    </>
  );
}

function Foot({
  onChosen,
  mayCreate,
}: {
  readonly onChosen: () => void;
  readonly mayCreate: boolean;
}) {
  const look =
    "focus-inset flex h-8 items-center gap-2 rounded-control px-2 text-dense text-text-secondary hover:bg-fill-hover";
  const hasList = pagePaths.has("/organizations");
  const hasNew = mayCreate && pagePaths.has("/organizations/new");
  if (!hasList && !hasNew) return null;
  return (
    <div className="-mx-1 mt-1 border-border-subtle border-t px-1 pt-1">
      {hasList ? (
        <Link to="/organizations" look="quiet" onClick={onChosen} className={look}>
          <Building2 {...icon} /> All organizations
        </Link>
      ) : null}
      {hasNew ? (
        <Link to="/organizations/new" look="quiet" onClick={onChosen} className={look}>
          <Plus {...icon} /> Create organization
        </Link>
      ) : null}
    </div>
  );
}
