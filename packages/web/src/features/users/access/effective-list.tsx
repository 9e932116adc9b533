import type { Answer } from "@gatehouse/sdk";
import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { Segmented } from "../../../components/segmented/segmented.tsx";
import { InputGroup } from "../../../components/text-input/input-group.tsx";
import { type Effective, type Question, questionFrom } from "./question.ts";

type Permissions = Answer<"getUserPermissions">;

/** Everything that a user may do, as rows of a resource with its actions; an action asks the question above. */
export function EffectiveList({
  permissions,
  nameOf,
  onAsk,
}: {
  readonly permissions: Permissions;
  readonly nameOf: (organization: string) => string;
  readonly onAsk: (question: Question) => void;
}) {
  const [text, setText] = useState("");
  const [by, setBy] = useState<"resource" | "role">("resource");
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(
    () => permissions.effective.filter((each) => matches(each, wanted)),
    [permissions, wanted],
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <InputGroup
          type="search"
          aria-label="Filter permissions"
          placeholder="workspace or ssh"
          className="max-w-72"
          prefix={<Search aria-hidden size={16} strokeWidth={1.75} />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Segmented
          label="Group by"
          value={by}
          onChange={setBy}
          options={[
            { value: "resource", label: "By resource" },
            { value: "role", label: "By role" },
          ]}
        />
      </div>
      {by === "role" ? (
        <Roles roles={permissions.roles} wanted={wanted} nameOf={nameOf} />
      ) : (
        <Resources shown={shown} nameOf={nameOf} onAsk={onAsk} />
      )}
    </>
  );
}

function matches({ resource_type, actions }: Effective, wanted: string): boolean {
  return (
    wanted === "" ||
    resource_type.includes(wanted) ||
    actions.some((action) => action.includes(wanted))
  );
}

function placeOf(each: Effective, nameOf: (id: string) => string): string {
  const organization = each.organization_id === undefined ? "" : nameOf(each.organization_id);
  if (each.target === "site") return "Everywhere";
  if (each.target === "own") return "Own";
  return each.target === "org" ? `In ${organization}` : `Own in ${organization}`;
}

function Resources({
  shown,
  nameOf,
  onAsk,
}: {
  readonly shown: readonly Effective[];
  readonly nameOf: (id: string) => string;
  readonly onAsk: (question: Question) => void;
}) {
  const places = new Map<string, Effective[]>();
  for (const each of shown) {
    const place = placeOf(each, nameOf);
    places.set(place, [...(places.get(place) ?? []), each]);
  }
  if (shown.length === 0) return <p className="text-dense text-text-secondary">Nothing matches.</p>;
  return (
    <div className="flex flex-col gap-6">
      {[...places].map(([place, rows]) => (
        <section key={place} aria-label={place}>
          <h3 className="mb-2 text-h3">{place}</h3>
          <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
            {rows.map((row) => (
              <li
                key={row.resource_type}
                className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2"
              >
                <code className="w-56 shrink-0">{row.resource_type}</code>
                <span className="flex min-w-0 flex-wrap gap-1">
                  {row.actions.map((action) => (
                    <button
                      key={action}
                      type="button"
                      title={`Why ${row.resource_type}:${action}?`}
                      onClick={() => onAsk(questionFrom(row, undefined, action))}
                      className="h-6 rounded-small bg-fill px-1.5 font-mono text-caption hover:bg-fill-hover pointer-coarse:h-9"
                    >
                      {action}
                    </button>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Roles({
  roles,
  wanted,
  nameOf,
}: {
  readonly roles: Permissions["roles"];
  readonly wanted: string;
  readonly nameOf: (id: string) => string;
}) {
  return (
    <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
      {roles.map((role) => {
        const shown = role.permissions.filter(
          ({ resource_type, action }) =>
            wanted === "" || resource_type.includes(wanted) || action.includes(wanted),
        );
        return (
          <li
            key={`${role.name}${role.organization_id ?? ""}`}
            className="flex flex-col gap-1.5 px-4 py-3"
          >
            <p className="text-dense">
              <strong className="font-semibold">{role.display_name || role.name}</strong>
              {role.organization_id === undefined
                ? " everywhere"
                : ` in ${nameOf(role.organization_id)}`}
              {role.implied ? <span className="text-text-tertiary"> · implied</span> : null}
            </p>
            <p className="flex flex-wrap gap-1">
              {shown.map((each) => (
                <code
                  key={`${each.level}${each.negate}${each.resource_type}${each.action}`}
                  className={`rounded-small px-1.5 text-caption ${each.negate ? "bg-danger-bg text-danger-text" : "bg-fill"}`}
                >
                  {each.negate ? "not " : ""}
                  {each.resource_type}:{each.action}
                </code>
              ))}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
