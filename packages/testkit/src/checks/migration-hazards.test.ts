import { describe, expect, test } from "vitest";
import { createdTables, hazardsOf } from "./migration-hazards.ts";

describe("a migration that would stand in the way of requests is found", () => {
  test.each([
    ["an index that keeps writers out", "create index users_name_idx on users (name)"],
    ["a unique index", "create unique index users_name_idx on users (name)"],
    ["a check of all rows", "alter table users add constraint c check (length(name) < 10)"],
    ["a foreign key of all rows", "alter table api_keys add foreign key (a) references users (id)"],
    ["an index under the strongest lock", "alter table users add constraint c unique (name)"],
    ["a column of another type", "alter table users alter column name type varchar(3)"],
    ["a column that loses its null", "alter table users alter name set not null"],
    [
      "a default of each row",
      "alter table users add column token uuid not null default gen_random_uuid()",
    ],
    ["all rows written", "update users set name = '' where name is null"],
    ["rows deleted", "delete from audit_logs"],
    ["a lock", "lock table users in share mode"],
    ["a table that the earlier release uses", "drop table users"],
    ["a column that the earlier release uses", "alter table users drop column name"],
    ["a name that the earlier release uses", "alter table users rename column name to title"],
  ])("%s", (_what, sql) => {
    expect(hazardsOf(`-- why\ncreate table other (id int);\n${sql};`)).toHaveLength(1);
  });
});

describe("a migration that bothers nobody is not", () => {
  test.each([
    [
      "a concurrent index",
      "-- no-transaction\ncreate index concurrently if not exists a on users (name)",
    ],
    [
      "a constraint for new rows",
      "alter table users add constraint c check (length(name) < 10) not valid",
    ],
    [
      "a constraint on an index that is there",
      "alter table users add constraint c unique using index a",
    ],
    ["a column with a constant default", "alter table users add column a int not null default 0"],
    ["an index of a new table", "create table b (id int);\ncreate index b_idx on b (id)"],
    [
      "the body of a function",
      "create function f() returns void as $$ begin update users set name = ''; end $$",
    ],
    [
      "a semicolon or a quote in a comment",
      "-- nobody's; one row\ncreate table b (id int);\ncreate index b_idx on b (id)",
    ],
    ["words in a string", "comment on table users is 'update users; drop table users'"],
    [
      "what somebody thought about",
      "-- bounded: one row for each organization\nupdate organizations set icon = ''",
    ],
    ["what is announced", "-- breaking\ndrop table users"],
  ])("%s", (_what, sql) => {
    expect(hazardsOf(`${sql};`)).toEqual([]);
  });
});

test("a table of an earlier file of the same release is new, too", () => {
  const created = createdTables("create table b (id int);");

  expect(hazardsOf("create index b_idx on b (id);", created)).toEqual([]);
});
