import { ActionChip } from "./action-chip.tsx";
import { actionsFor, type Permissions, type Question } from "./question.ts";
import { roleName } from "./rows.ts";

/** What a user may do by the roles that it comes from. */
export function RoleList({
  roles,
  wanted,
  nameOf,
  onAsk,
}: {
  readonly roles: Permissions["roles"];
  readonly wanted: string;
  readonly nameOf: (id: string) => string;
  readonly onAsk: (question: Question) => void;
}) {
  const text = wanted.trim().toLowerCase();
  const shown = roles
    .map((role) => ({
      role,
      permissions: role.permissions.filter(
        ({ resource_type, action }) =>
          text === "" || resource_type.includes(text) || action.includes(text),
      ),
    }))
    .filter(({ permissions }) => text === "" || permissions.length > 0);
  if (shown.length === 0) return <p className="text-dense text-text-secondary">Nothing matches.</p>;
  return (
    <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
      {shown.map(({ role, permissions }) => (
        <li
          key={`${role.name}${role.organization_id ?? ""}`}
          className="flex flex-col gap-1.5 px-4 py-3"
        >
          <p className="text-dense">
            <strong className="font-semibold">{roleName(role)}</strong>
            {role.organization_id === undefined
              ? " everywhere"
              : ` in ${nameOf(role.organization_id)}`}
            {role.implied ? <span className="text-text-tertiary"> · implied</span> : null}
          </p>
          <p className="flex flex-wrap gap-1">
            {permissions.map(({ level, negate, resource_type, action }) => (
              <ActionChip
                key={`${level}${negate}${resource_type}${action}`}
                name={`${negate ? "Why not" : "Why"} ${resource_type}:${action}?`}
                isDenied={negate}
                onClick={() =>
                  onAsk({
                    resource: resource_type === "*" ? "workspace" : resource_type,
                    action: action === "*" ? (actionsFor(resource_type)[0] ?? "read") : action,
                    organization: role.organization_id ?? "",
                    target: level === "user" || level === "member" ? "own" : "any",
                    id: "",
                  })
                }
              >
                {negate ? "not " : ""}
                {resource_type}:{action}
              </ActionChip>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}
