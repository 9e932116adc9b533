import type { Action, RowFilter } from "@gatehouse/rbac";
import { type RawBuilder, type SqlBool, sql } from "kysely";

/** The columns that a list's rows are authorized by; null where the table has none (spec authorization §6.8). */
export interface FilterColumns {
  id: RawBuilder<unknown>;
  owner: RawBuilder<unknown> | null;
  /** Null: rows belong to no organization. */
  org: RawBuilder<unknown> | null;
  userAcl?: RawBuilder<unknown>;
  groupAcl?: RawBuilder<unknown>;
  /** Rows are groups, which their members read: an access list without a column (spec organizations §5). */
  readByMembers?: true;
}

const yes = sql<SqlBool>`true`;
const no = sql<SqlBool>`false`;

/** Turns a neutral row filter into a condition with bound parameters; columns the table lacks never match. */
export function rowCondition(filter: RowFilter, columns: FilterColumns): RawBuilder<SqlBool> {
  switch (filter.kind) {
    case "all":
      return yes;
    case "none":
      return no;
    case "and":
    case "or":
      return joined(filter, columns);
    case "ownerIs":
      return columns.owner ? sql<SqlBool>`${columns.owner} = ${filter.userId}::uuid` : no;
    case "orgIsNull":
      return columns.org ? sql<SqlBool>`${columns.org} is null` : yes;
    case "orgIn":
      return columns.org ? sql<SqlBool>`${columns.org} = any(${[...filter.ids]}::uuid[])` : no;
    case "idIn":
      return sql<SqlBool>`${columns.id} = any(${[...filter.ids]}::uuid[])`;
    case "groupAcl":
      return readByMembers(filter.action, columns)
        ? sql<SqlBool>`${columns.id} = any(${[...filter.groupIds]}::uuid[])`
        : no;
    case "everyoneAcl":
      return readByMembers(filter.action, columns)
        ? sql<SqlBool>`${columns.id} = ${columns.org}`
        : no;
    case "userAcl":
      return no;
  }
}

/**
 * Whether a filter lets every row of an organization through, whoever owns it; then a count needs no look at
 * the rows. False also where only the rows themselves could tell.
 */
export function admitsOrganization(filter: RowFilter, organizationId: string): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "orgIn":
      return filter.ids.includes(organizationId);
    case "and":
      return filter.of.every((part) => admitsOrganization(part, organizationId));
    case "or":
      return filter.of.some((part) => admitsOrganization(part, organizationId));
    default:
      return false;
  }
}

function readByMembers(action: Action, columns: FilterColumns): boolean {
  return columns.readByMembers === true && action === "read";
}

function joined(
  filter: Extract<RowFilter, { kind: "and" | "or" }>,
  columns: FilterColumns,
): RawBuilder<SqlBool> {
  const parts = filter.of.map((part) => rowCondition(part, columns));
  if (parts.length === 0) return filter.kind === "and" ? yes : no;
  const word = filter.kind === "and" ? sql` and ` : sql` or `;
  return sql<SqlBool>`(${sql.join(parts, word)})`;
}
