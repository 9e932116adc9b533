import pg from "pg";

/** A table of the product's schema as COPY needs it. */
export interface SavedTable {
  readonly name: string;
  /** Columns that are stored, in order; generated ones are computed again. */
  readonly columns: readonly string[];
}

/** A counter that must go on behind the restored values. */
export interface Sequence {
  readonly table: string;
  readonly column: string;
}

/** Not part of a backup: the runner's own table must already say the same. */
const runnersTable = "schema_migrations";

/**
 * All tables of the product's schema (the first one in the search path) in an order in which each comes behind those
 * its foreign keys point to. Throws where foreign keys form a ring.
 */
export async function readTables(client: pg.ClientBase): Promise<SavedTable[]> {
  const { rows } = await client.query<SavedTable & { parents: string[] }>(
    `select c.relname as name,
        (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
        (select coalesce(array_agg(distinct p.relname::text), '{}') from pg_constraint k
          join pg_class p on p.oid = k.confrelid
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as parents
      from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> $1
      order by c.relname`,
    [runnersTable],
  );
  return parentsFirst(rows);
}

function parentsFirst(tables: readonly (SavedTable & { parents: string[] })[]): SavedTable[] {
  const ordered: SavedTable[] = [];
  const done = new Set<string>();
  let open = [...tables];
  while (open.length > 0) {
    const ready = open.filter(({ parents }) => parents.every((parent) => done.has(parent)));
    if (ready.length === 0) {
      throw new Error(`foreign keys form a ring: ${open.map(({ name }) => name).join(", ")}`);
    }
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      done.add(name);
    }
    open = open.filter(({ name }) => !done.has(name));
  }
  return ordered;
}

/** Columns that draw from a counter of their own. */
export async function readSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select t.relname as table, a.attname as column
      from pg_depend d
      join pg_class s on s.oid = d.objid and s.relkind = 'S'
      join pg_class t on t.oid = d.refobjid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
        and t.relnamespace = current_schema()::regnamespace
      order by 1, 2`,
  );
  return rows;
}

/** `"table" ("column", …)` for COPY. */
export function copyTarget(table: SavedTable): string {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  return `${pg.escapeIdentifier(table.name)} (${columns})`;
}
