// `npm run generate`: writes every file that is derived from code or migrations. Run from the root of the clone.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { configurationReference, productVersion } from "@gatehouse/server";
import pg from "pg";
import { permissionsPage } from "./permissions.ts";
import { type GeneratedFile, referenceFiles } from "./reference.ts";
import { schemaSql } from "./schema-sql.ts";
import { sdkRoutes } from "./sdk-routes.ts";
import { tableTypes } from "./tables.ts";
import { withMigratedDatabase } from "./throw-away.ts";
import { webCatalog } from "./web-catalog.ts";

/** Files that follow from code alone, by their path in the clone. */
function referencePages(): GeneratedFile[] {
  const pages = [
    ...referenceFiles(productVersion),
    { path: "configuration.md", contents: configurationReference() },
    { path: "permissions.md", contents: permissionsPage() },
  ];
  return [
    ...pages.map(({ path, contents }) => ({ path: `docs/reference/${path}`, contents })),
    { path: "packages/sdk/src/endpoints.gen.ts", contents: sdkRoutes() },
    { path: "packages/web/src/generated/catalog.gen.ts", contents: webCatalog() },
  ];
}

/** Files that follow from the migrations. */
async function schemaFiles(url: string): Promise<GeneratedFile[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const types = {
      path: "packages/server/src/db/tables.gen.ts",
      contents: await tableTypes(url),
    };
    if (await hasTrigrams(client)) {
      return [types, { path: "packages/server/schema.sql", contents: await schemaSql(client) }];
    }
    process.stderr.write("schema.sql is left as it is: this PostgreSQL has no pg_trgm\n");
    return [types];
  } finally {
    await client.end();
  }
}

/** Without the extension the migrations leave out an index. */
async function hasTrigrams(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select from pg_extension e where e.extname = 'pg_trgm'");
  return rows.length > 0;
}

/** Leaves a file that is current alone, so that nothing counts as changed. */
async function write({ path, contents }: GeneratedFile): Promise<void> {
  const old = await readFile(path, "utf8").catch(() => null);
  if (old === contents) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  process.stderr.write(`wrote ${path}\n`);
}

const files = [...referencePages(), ...(await withMigratedDatabase(schemaFiles))];
for (const file of files) await write(file);
