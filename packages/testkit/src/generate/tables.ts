import { generate, PostgresDialect } from "kysely-codegen";

/**
 * The contents of `packages/server/src/db/tables.gen.ts`: one interface per table of a migrated database, with the
 * types that the driver's parsers give (64-bit integers are numbers, addresses are strings).
 */
export async function tableTypes(url: string): Promise<string> {
  const dialect = new PostgresDialect();
  const db = await dialect.introspector.connect({ connectionString: url, dialect });
  try {
    return await generate({
      db,
      dialect,
      outFile: null,
      typeMapping: { int8: "ColumnType<number, number, number>", inet: "string" },
    });
  } finally {
    await db.destroy();
  }
}
