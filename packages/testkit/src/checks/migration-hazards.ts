/** A statement that may stand in the way of requests on a large database, and why. */
export interface Hazard {
  readonly statement: string;
  readonly why: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly why: string;
}

/** The first group is the table; a table that the same release creates has no rows yet. */
const rules: readonly Rule[] = [
  {
    pattern: /^create (?:unique )?index (?!concurrently).*? on (?:only )?(\w+)/,
    why: "builds an index while nobody can write: `concurrently`, in a file of its own with `-- no-transaction`",
  },
  {
    pattern:
      /^alter table (?:only )?(\w+)(?=.* add (?:constraint \w+ )?(?:check|foreign key)\b)(?!.* not valid)/,
    why: "reads the whole table under its lock: add it `not valid`, validate it in a later file",
  },
  {
    pattern:
      /^alter table (?:only )?(\w+)(?=.* add (?:constraint \w+ )?(?:unique|primary key|exclude)\b)(?!.* using index)/,
    why: "builds an index while nobody can read: build it concurrently, then `using index`",
  },
  {
    pattern: /^alter table (?:only )?(\w+).* alter (?:column )?\w+ (?:set data )?type\b/,
    why: "may write the whole table anew: add a column, fill it, change over in the next release",
  },
  {
    pattern: /^alter table (?:only )?(\w+).* alter (?:column )?\w+ set not null/,
    why: "reads the whole table under its lock: validate a check `is not null` before",
  },
  {
    pattern:
      /^alter table (?:only )?(\w+).* add column (?:if not exists )?\w+ .*\bdefault (?:gen_random_uuid|clock_timestamp|random|nextval|uuidv7)\b/,
    why: "writes every row anew for a default that differs from row to row: add it without, fill it in steps",
  },
  {
    pattern: /^(?:update|delete from) (?:only )?(\w+)/,
    why: "locks every row it changes until it ends: fill in steps from a job, or show that the table is small",
  },
  {
    pattern:
      /^(?:lock(?: table)?|cluster|reindex(?: \(.*?\))? table|vacuum full|truncate(?: table)?) (\w+)/,
    why: "keeps everybody else out for as long as it lasts",
  },
];

/** What an earlier release could not work with; needs the mark `-- breaking`. */
const breaking = /^(?:drop table|alter table .* (?:drop column|rename)\b)/;

/**
 * Statements of a migration that stand in the way of requests when the tables are large. A comment line
 * `-- bounded: REASON` directly before a statement says that somebody thought about it.
 */
export function hazardsOf(
  sql: string,
  newTables: ReadonlySet<string> = createdTables(sql),
): Hazard[] {
  const isBreaking = /^-- breaking$/m.test(sql);
  return statementsOf(sql).flatMap(({ text, isBounded }) => {
    if (isBounded) return [];
    const found = rules.flatMap(({ pattern, why }) => {
      const table = pattern.exec(text)?.[1];
      return table === undefined || newTables.has(table) ? [] : [{ statement: text, why }];
    });
    if (!isBreaking && breaking.test(text))
      found.push({
        statement: text,
        why: "takes away what the earlier release uses: mark the file `-- breaking`",
      });
    return found;
  });
}

/** Tables that a migration creates. */
export function createdTables(sql: string): Set<string> {
  return new Set(
    statementsOf(sql).flatMap(
      ({ text }) => /^create table (?:if not exists )?(\w+)/.exec(text)?.[1] ?? [],
    ),
  );
}

/** Comments, strings and bodies of functions: whatever may hold a semicolon or a word that is no statement. */
const asides = /--[^\n]*|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/g;

const bounded = /^-- bounded: \S/;

/** Statements in lower case on one line each, without comments, strings and bodies of functions. */
function statementsOf(sql: string): { text: string; isBounded: boolean }[] {
  const plain = sql.replaceAll(asides, (aside) => {
    if (bounded.test(aside)) return "-- bounded: yes";
    return aside.startsWith("--") ? "" : "''";
  });
  return plain.split(";").flatMap((part) => {
    const isBounded = part.split("\n").some((line) => bounded.test(line.trim()));
    const text = part
      .replaceAll("-- bounded: yes", "")
      .replaceAll(/\s+/g, " ")
      .trim()
      .toLowerCase();
    return text === "" ? [] : [{ text, isBounded }];
  });
}
