import type { Role } from "../../lib/catalogs.ts";

/** The permissions of roles as `resource:action`, refusals with a mark of their own. */
export function permissionsOf(
  roles: readonly Role[],
  names: readonly string[],
): ReadonlySet<string> {
  const held = roles.filter(({ name }) => names.includes(name));
  const all = held.flatMap((role) => [
    ...role.site_permissions.map((each) => ({ ...each, where: "" })),
    ...role.user_permissions.map((each) => ({ ...each, where: "own " })),
  ]);
  return new Set(
    all.map(
      ({ negate, resource_type, action, where }) =>
        `${negate ? "not " : ""}${where}${resource_type}:${action}`,
    ),
  );
}

/** What a change of roles gives and takes, from the roles' own tables, before it is saved. */
export function RoleChanges({
  username,
  roles,
  before,
  after,
}: {
  readonly username: string;
  readonly roles: readonly Role[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}) {
  const old = permissionsOf(roles, before);
  const next = permissionsOf(roles, after);
  const gains = [...next].filter((each) => !old.has(each));
  const losses = [...old].filter((each) => !next.has(each));
  return (
    <section
      aria-label="What changes"
      aria-live="polite"
      className="flex flex-col gap-3 self-start rounded-card border bg-surface p-4"
    >
      <h3 className="text-h3">What changes</h3>
      {gains.length + losses.length === 0 ? (
        <p className="text-dense text-text-secondary">Nothing yet.</p>
      ) : (
        <>
          <Part title={`${username} gains`} items={gains} tone="success" />
          <Part title={`${username} loses`} items={losses} tone="danger" />
        </>
      )}
    </section>
  );
}

function Part({
  title,
  items,
  tone,
}: {
  readonly title: string;
  readonly items: readonly string[];
  readonly tone: "success" | "danger";
}) {
  if (items.length === 0) return null;
  const look =
    tone === "success" ? "bg-success-bg text-success-text" : "bg-danger-bg text-danger-text";
  return (
    <div>
      <p className="mb-1.5 text-caption text-text-secondary">
        {title} {items.length === 1 ? "1 permission" : `${items.length} permissions`}
      </p>
      <ul className="flex max-h-60 list-none flex-wrap gap-1 overflow-y-auto">
        {items.map((item) => (
          <li key={item} className={`rounded-small px-1.5 font-mono text-caption ${look}`}>
            {tone === "success" ? "+" : "−"} {item}
          </li>
        ))}
      </ul>
    </div>
  );
}
